'use client';

import '@xyflow/react/dist/base.css';
import { type NodeChange, ReactFlow } from '@xyflow/react';
import { useMemo, useRef } from 'react';
import { Panel } from '../../frame/panel.tsx';
import { useAddressState } from '../../frame/use-address-state.ts';
import { flowEdges, flowNodes } from './flow-elements.ts';
import { GroupBox } from './group-box.tsx';
import { NodePanel } from './node-panel.tsx';
import { RateEdge } from './rate-edge.tsx';
import { ShowChosen } from './show-chosen.tsx';
import { TopologyControls } from './topology-controls.tsx';
import { graphOf, type TopologyData } from './topology-graph.ts';
import { type Box, layoutOf } from './topology-layout.ts';
import { TopologyLegend } from './topology-legend.tsx';
import { TopologyNode } from './topology-node.tsx';
import classes from './topology-view.module.css';
import { startViewport, type Viewport, viewportShowing } from './viewport.ts';

interface TopologyViewProps {
  readonly application: string;
  readonly topology: TopologyData & { readonly hash: string };
  /** Names of the stores that can be browsed. */
  readonly tables: readonly string[];
}

const nodeTypes = { node: TopologyNode, subTopology: GroupBox };
const edgeTypes = { rate: RateEdge };
/** Room for the details of a node, px. */
const leastHeight = 320;
/** Where there is room the details lie on the graph, else under it. */
const panelWidth = (width: number) => (width > 600 ? 288 : 0);
const zooms = { minZoom: 0.2, maxZoom: 1.6 };
const labels = {
  'node.a11yDescription.default': 'Press Enter or Space to see its details.',
  'node.a11yDescription.keyboardDisabled': 'Press Enter or Space to see its details.',
};

/** A topology drawn from left to right. Where things lie is decided once; rates change on the lines. */
export function TopologyView({ application, topology, tables }: TopologyViewProps) {
  const [address, setAddress] = useAddressState();
  const frame = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the hash tells whether the topology is another one
  const { graph, layout } = useMemo(() => {
    const graph = graphOf(topology);
    return { graph, layout: layoutOf(graph) };
  }, [topology.hash]);
  const chosen = graph.nodes.find(({ id }) => id === address.get('node'));
  const select = (id: string | null) => setAddress({ node: id });
  const rates = new Map(topology.nodes.map(({ id, recordsPerSecond }) => [id, recordsPerSecond]));
  const nodes = flowNodes({ application, graph, layout, tables, chosen: chosen?.id ?? null });
  const edges = flowEdges({ graph, layout, rates, chosen: chosen?.id ?? null });

  function change(changes: NodeChange[]) {
    // By mouse and by keyboard alike.
    const selected = changes.find((each) => each.type === 'select' && each.selected);
    if (selected?.type === 'select') select(selected.id);
  }

  /** Of a link to a node, with the node in it. */
  function firstView(): Viewport {
    const { clientWidth: width = 0, clientHeight: height = 0 } = frame.current ?? {};
    const start = startViewport(layout, layout.nodes.values(), { width, height });
    const box = chosen && layout.nodes.get(chosen.id);
    return box ? viewportShowing(box, start, { width, height }, panelWidth(width)) : start;
  }

  return (
    <Panel>
      <div className={classes.view}>
        <div className={classes.canvas} ref={frame} style={{ maxHeight: Math.max(leastHeight, layout.height + 24) }}>
          <ReactFlow
            key={topology.hash}
            className={classes.flow as string}
            aria-label={`Topology of ${application}`}
            nodes={nodes}
            edges={edges}
            nodeTypes={nodeTypes}
            edgeTypes={edgeTypes}
            ariaLabelConfig={labels}
            {...zooms}
            onInit={(flow) => void flow.setViewport(firstView())}
            onNodesChange={change}
            onPaneClick={() => select(null)}
            nodesDraggable={false}
            nodesConnectable={false}
            edgesFocusable={false}
            deleteKeyCode={null}
            selectionKeyCode={null}
            multiSelectionKeyCode={null}
            // The wheel scrolls the page; with Ctrl, or two fingers, it zooms.
            zoomOnScroll={false}
            preventScrolling={false}
          >
            <TopologyControls />
            {chosen && <ShowChosen id={chosen.id} box={layout.nodes.get(chosen.id) as Box} coveredRight={panelWidth} />}
          </ReactFlow>
        </div>
        {chosen && (
          <NodePanel
            application={application}
            topology={topology}
            graph={graph}
            node={chosen}
            isTable={tables.includes(chosen.name)}
            onSelect={select}
          />
        )}
      </div>
      <TopologyLegend />
    </Panel>
  );
}
