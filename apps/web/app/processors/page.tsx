import type { Metadata } from 'next';
import { ProcessorList } from '../../features/processor/processor-list.tsx';

export const metadata: Metadata = { title: 'Processors' };

export default function ProcessorsPage() {
  return <ProcessorList />;
}
