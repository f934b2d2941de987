'use client';

import { Anchor, CloseButton } from '@mantine/core';
import { PageLink } from '../../frame/page-link.tsx';
import { formatRate } from '../../statistics/format-rate.ts';
import { hrefOf } from './flow-elements.ts';
import { NodeIcon } from './node-icon.tsx';
import classes from './node-panel.module.css';
import type { DrawnNode, TopologyData, TopologyGraph } from './topology-graph.ts';

interface NodePanelProps {
  readonly application: string;
  readonly topology: TopologyData;
  readonly graph: TopologyGraph;
  readonly node: DrawnNode;
  readonly isTable: boolean;
  /** null: nothing is looked at any more. */
  onSelect(id: string | null): void;
}

/** The node that is looked at: what it is, what flows in and out, where it leads. */
export function NodePanel({ application, topology, graph, node, isTable, onSelect }: NodePanelProps) {
  const href = hrefOf(node, application, isTable ? [node.name] : []);
  const rates = new Map(topology.nodes.map(({ id, recordsPerSecond }) => [id, recordsPerSecond]));
  const neighbours = (end: 'from' | 'to') =>
    graph.edges
      .filter((edge) => edge[end === 'from' ? 'to' : 'from'] === node.id)
      .map((edge) => ({
        edge: edge.id,
        node: graph.nodes.find(({ id }) => id === edge[end]) as DrawnNode,
        rate: edge.ratedBy === null ? null : (rates.get(edge.ratedBy) ?? 0),
      }));
  return (
    <aside className={classes.panel} aria-label={`Details of ${node.name}`} data-testid="node-panel">
      <div className={classes.heading}>
        <NodeIcon kind={node.kind} />
        <span className={classes.name}>{node.name}</span>
        <CloseButton size="sm" aria-label="Close the details" onClick={() => onSelect(null)} />
      </div>
      <dl className={classes.facts}>
        <dt>Kind</dt>
        <dd>{node.kind === 'operator' ? 'operator' : node.role}</dd>
        {node.kind === 'operator' && (
          <>
            <dt>Id</dt>
            <dd className={classes.id}>{node.id}</dd>
          </>
        )}
        {node.subTopology !== null && (
          <>
            <dt>Sub-topology</dt>
            <dd>{node.subTopology}</dd>
          </>
        )}
      </dl>
      {href && (
        <Anchor component={PageLink} href={href} size="sm">
          {node.kind === 'topic' ? 'Open the topic' : 'Browse the table'}
        </Anchor>
      )}
      {node.kind === 'store' && !isTable && (
        <p className={classes.note}>An operator's own: it is not read as a table.</p>
      )}
      <Neighbours title={node.kind === 'store' ? 'Kept by' : 'In'} items={neighbours('from')} onSelect={onSelect} />
      <Neighbours title="Out" items={neighbours('to')} onSelect={onSelect} />
    </aside>
  );
}

interface NeighboursProps {
  readonly title: string;
  readonly items: readonly { readonly edge: string; readonly node: DrawnNode; readonly rate: number | null }[];
  onSelect(id: string): void;
}

function Neighbours({ title, items, onSelect }: NeighboursProps) {
  if (items.length === 0) return null;
  return (
    <section aria-label={title}>
      <h3 className={classes.title}>{title}</h3>
      <ul className={classes.list}>
        {items.map(({ edge, node, rate }) => (
          <li key={edge}>
            <button type="button" onClick={() => onSelect(node.id)} title={node.role}>
              <NodeIcon kind={node.kind} size={15} />
              <span>{node.name}</span>
            </button>
            {rate !== null && <span className={classes.rate}>{formatRate(rate)}/s</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
