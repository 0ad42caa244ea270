export default function RelationPage({ id }: { id: string }) {
  return <main id="main">{id}</main>;
}
