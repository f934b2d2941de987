import type { Metadata } from 'next';
import { TablePage } from '../../../../../features/processor/store-table/table-page.tsx';

type Props = PageProps<'/processors/[id]/tables/[store]'>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).store) };
}

export default async function StoreTablePage({ params }: Props) {
  const { id, store } = await params;
  return <TablePage application={decodeURIComponent(id)} store={decodeURIComponent(store)} />;
}
