const OFFSET = 14695981039346656037n;
const PRIME = 1099511628211n;
/** Never a byte of UTF-8, so it cannot be confused with text. */
const SEPARATOR = 255;

/**
 * FNV-1a over 64 bits of names and values, as 16 hex digits: what Prometheus calls the fingerprint of a label set
 * (`common/model`, labels sorted by name), so a key made here equals the one Alertmanager would have sent.
 * Tells problems of one sender apart; it is no protection against somebody who looks for a collision.
 */
export const fingerprint = (labels: Readonly<Record<string, string>>): string => {
  const encoder = new TextEncoder();
  let hash = OFFSET;
  const add = (byte: number) => {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * PRIME);
  };
  for (const [name, value] of Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1))) {
    encoder.encode(name).forEach(add);
    add(SEPARATOR);
    encoder.encode(value).forEach(add);
    add(SEPARATOR);
  }
  return hash.toString(16).padStart(16, '0');
};
