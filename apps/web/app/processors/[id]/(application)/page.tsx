import { TopologyPage } from '../../../../features/processor/topology/topology-page.tsx';

export default function ApplicationTopologyPage() {
  return <TopologyPage />;
}
