import type { Socket } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { SMTPConnectionOptions } from 'smtp-server/lib/smtp-connection';
import { clientList } from './client-list.ts';
import type { Listener, ListenerOptions } from './listener-options.ts';
import { Session, type ListenerState } from './session.ts';

const DEFAULT_CLOSE_GRACE_MS = 30_000;

/** smtp-server with our sessions. */
class Server extends SMTPServer {
  private readonly state: ListenerState;
  constructor(options: SMTPServerOptions, state: ListenerState) {
    super(options);
    this.state = state;
  }

  override connect(socket: Socket, socketOptions?: SMTPConnectionOptions | null): void {
    const session = new Session(this, socket, socketOptions, this.state);
    this.connections.add(session);
    session.on('error', (error: Error) => this._onError(error));
    session.init();
  }

  sessions(): readonly Session[] {
    return [...this.connections].filter((connection) => connection instanceof Session);
  }
}

function serverOptions(options: ListenerOptions): SMTPServerOptions {
  const { tls, demands } = options;
  const wantsCertificate = (demands?.clientCertificateNames ?? []).length > 0;
  return {
    name: options.hostname,
    heloResponse: '%s',
    size: options.maxMessageBytes,
    rejectOversized: true,
    hideDSN: false,
    hideENHANCEDSTATUSCODES: false,
    hideREQUIRETLS: false,
    disableReverseLookup: true,
    disabledCommands: ['AUTH', 'XCLIENT', 'WIZ', 'SHELL', 'KILL', ...(tls === undefined ? ['STARTTLS'] : [])],
    ...(tls === undefined ? {} : { key: tls.key, cert: tls.cert }),
    ...(tls?.ca === undefined ? {} : { ca: tls.ca }),
    ...(wantsCertificate ? { requestCert: true, rejectUnauthorized: false } : {}),
    minVersion: 'TLSv1.2',
    useXForward: [...(options.xforward ?? [])],
    socketTimeout: options.idleTimeoutMs ?? 5 * 60_000,
    noDelay: true,
    logger: false,
    onConnect: (_session, callback) => callback(),
    onSecure: (_socket, _session, callback) => callback(),
  };
}

/**
 * Starts one SMTP listener.
 * @returns when the port is open
 * @throws RangeError for an allowedClients entry that is no address; the system's error when the port cannot be had
 */
export async function startListener(options: ListenerOptions): Promise<Listener> {
  const filled = {
    ...options,
    name: options.name ?? '',
    maxConnections: options.maxConnections ?? 500,
    maxConnectionsPerClient: options.maxConnectionsPerClient ?? 450,
    maxBytesInFlight: options.maxBytesInFlight ?? 2 * 1024 ** 3,
    dataTimeoutMs: options.dataTimeoutMs ?? 30 * 60_000,
    maxReceived: options.maxReceived ?? 50,
  };
  const state: ListenerState = {
    options: filled,
    isAllowed: clientList(options.allowedClients),
    perClient: new Map(),
    strangers: { hour: 0, recorded: 0 },
    closing: false,
    bytesInFlight: 0,
  };
  const server = new Server(serverOptions(options), state);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, options.host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.server.address();
  const port = address !== null && typeof address === 'object' ? address.port : options.port;
  filled.name = options.name ?? `${options.host}:${port}`;
  // Without a listener for 'error' a client that resets its connection would end the process.
  server.on('error', (error: Error) => {
    options.log.info({ listener: filled.name, cause: error.message }, 'Connection trouble');
  });
  return {
    name: filled.name,
    host: options.host,
    port,
    connections: () => server.connections.size,
    close: (graceMs) => closeServer(server, state, graceMs ?? DEFAULT_CLOSE_GRACE_MS),
  };
}

/** Idle sessions go at once, busy ones after their reply (Session says 421 then), the rest when the grace is over. */
async function closeServer(server: Server, state: ListenerState, graceMs: number): Promise<void> {
  state.closing = true;
  const closed = new Promise<void>((resolve) => {
    server.server.close(() => resolve());
  });
  for (const session of server.sessions()) if (!session.busy) session.dismiss('shutting-down');
  const cutOff = setTimeout(() => {
    for (const session of server.sessions()) {
      session.dismiss('shutting-down');
      session._socket.destroy();
    }
  }, graceMs);
  await closed;
  clearTimeout(cutOff);
}
