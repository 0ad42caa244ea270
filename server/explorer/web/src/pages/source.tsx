export default function SourcePage({ id }: { id: string }) {
  return <main id="main">{id}</main>;
}
