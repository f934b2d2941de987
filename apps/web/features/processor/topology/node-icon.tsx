import { IconDatabase, IconMathFunction, IconStack2 } from '../../icon/icons.ts';
import type { DrawnKind } from './topology-graph.ts';

const icons = { topic: IconStack2, operator: IconMathFunction, store: IconDatabase } as const;

export function NodeIcon({ kind, size = 18 }: { kind: DrawnKind; size?: number }) {
  const Icon = icons[kind];
  return <Icon size={size} stroke={1.7} aria-hidden />;
}
