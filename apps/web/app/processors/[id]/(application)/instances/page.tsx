import { InstanceTable } from '../../../../../features/processor/instance-table.tsx';

export default function ApplicationInstancesPage() {
  return <InstanceTable />;
}
