import { TLSSocket } from 'node:tls';
import type { Socket } from 'node:net';

/** Names in the client certificate, lower case; none when it is missing or not from a trusted authority. */
function certificateNames(socket: Socket): readonly string[] {
  if (!(socket instanceof TLSSocket) || !socket.authorized) return [];
  const certificate = socket.getPeerCertificate();
  const alternative = (certificate.subjectaltname ?? '')
    .split(/,\s*/)
    .filter((name) => name.startsWith('DNS:'))
    .map((name) => name.slice(4));
  const common: string | string[] | undefined = certificate.subject.CN;
  return [...alternative, ...(Array.isArray(common) ? common : [common ?? ''])].map((name) => name.toLowerCase());
}

/**
 * Whether the client showed a certificate that a trusted authority vouches for and that bears one of the names.
 * @param names subject CN or DNS names, any case
 */
export function hasCertificateName(socket: Socket, names: readonly string[]): boolean {
  const shown = certificateNames(socket);
  return names.some((name) => shown.includes(name.toLowerCase()));
}
