import { TaskTable } from '../../../../../features/processor/task-table.tsx';

export default function ApplicationTasksPage() {
  return <TaskTable />;
}
