import type { LogEpochDescription } from '@millrace/engine';

/** What there is to know of the log's epoch, a line each. */
export function descriptionText(log: LogEpochDescription): string {
  const raised = log.raisedAt ? `, raised at ${log.raisedAt.toISOString()}${log.reason ? `: ${log.reason}` : ''}` : '';
  const lines = [`The log epoch is ${log.epoch}${raised}.`];
  if (log.difference) lines.push(`It rises with the next node that connects: ${log.difference}.`);
  if (log.unknown.length > 0) {
    lines.push(
      `This user may not call ${log.unknown.join(' and ')}, so that not every restore is seen: grant execute on the function to the user of the platform, or raise the epoch by hand.`,
    );
  }
  return [...lines, ...nodesText(log)].join('\n');
}

/** The nodes that live. */
export function nodesText({ liveNodes }: LogEpochDescription): string[] {
  return liveNodes.map(
    ({ role, hostname, processId, heartbeatAt }) =>
      `  ${role} on ${hostname}, process ${processId}, heartbeat at ${heartbeatAt.toISOString()}`,
  );
}
