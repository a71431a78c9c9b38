/**
 * Door of `admin`: the local HTTP side. In: questions about health and metrics. Out: short answers. Promises: no mail, no
 * address, no finding is ever shown here. Refuses: every other path and method.
 */
import { createServer, type Server, type ServerResponse } from 'node:http';
import { UsageError } from '../core/outcomes.ts';

/** What the endpoints ask. */
export interface AdminOptions {
  readonly host: string;
  readonly port: number;
  /** can mail be taken now? names what is wrong when not */
  readonly ready: () => Promise<{
    readonly ready: boolean;
    readonly problems: readonly string[];
    readonly mode: string;
  }>;
  readonly metrics: () => Promise<{ readonly contentType: string; readonly text: string }>;
}

/** A running HTTP side. */
export interface Admin {
  readonly host: string;
  readonly port: number;
  close(): Promise<void>;
}

function answer(response: ServerResponse, code: number, type: string, text: string): void {
  response.writeHead(code, {
    'Content-Type': type,
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(text);
}

async function route(path: string, options: AdminOptions, response: ServerResponse): Promise<void> {
  switch (path) {
    case '/healthz':
      answer(response, 200, 'application/json', '{"status":"ok"}\n');
      return;
    case '/readyz': {
      const state = await options.ready();
      answer(response, state.ready ? 200 : 503, 'application/json', `${JSON.stringify(state)}\n`);
      return;
    }
    case '/metrics': {
      const { contentType, text } = await options.metrics();
      answer(response, 200, contentType, text);
      return;
    }
    case '/':
      answer(response, 200, 'text/plain; charset=utf-8', 'Brevvakt\n/healthz  /readyz  /metrics\n');
      return;
    default:
      answer(response, 404, 'text/plain; charset=utf-8', 'Not found\n');
  }
}

/**
 * Starts listening.
 * @throws UsageError when the address is in use or not ours
 */
export async function startAdmin(options: AdminOptions): Promise<Admin> {
  const server: Server = createServer((request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.setHeader('Allow', 'GET, HEAD'); // RFC 9110 §15.5.6
      answer(response, 405, 'text/plain; charset=utf-8', 'Method not allowed\n');
      return;
    }
    const path = (request.url ?? '/').split('?')[0] ?? '/';
    route(path, options, response).catch(() => {
      if (!response.headersSent) answer(response, 500, 'text/plain; charset=utf-8', 'Internal error\n');
    });
  });
  server.headersTimeout = 10_000;
  server.requestTimeout = 10_000;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const where = `${options.host}:${options.port}`;
      const what =
        error.code === 'EADDRINUSE'
          ? 'is already in use by another program'
          : `cannot be opened (${error.code ?? 'unknown'})`;
      reject(new UsageError(`admin: ${where} ${what}; change admin.port in the configuration`));
    });
    server.listen(options.port, options.host, resolve);
  });
  const address = server.address();
  return {
    host: options.host,
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
