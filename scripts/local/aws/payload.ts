/** Step Functions carries no larger input or output than this. */
export const PAYLOAD_BYTES_MAX = 256 * 1024;
