import { RecordBrowser } from '../../../../features/record/record-browser.tsx';

export default async function RecordsPage({ params }: PageProps<'/topics/[name]/records'>) {
  return <RecordBrowser topic={decodeURIComponent((await params).name)} />;
}
