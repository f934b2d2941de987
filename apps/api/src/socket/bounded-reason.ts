/** RFC 6455, 5.5: a control frame has 125 bytes at most, of which the code takes two. */
const maxReasonBytes = 123;

/** As much of a close frame's reason as it can hold: ws refuses to send more. */
export function boundedReason(reason: string): string {
  const bytes = Buffer.from(reason);
  if (bytes.length <= maxReasonBytes) return reason;
  // More would follow: a character of which the end is missing is kept back.
  return new TextDecoder().decode(bytes.subarray(0, maxReasonBytes), { stream: true });
}
