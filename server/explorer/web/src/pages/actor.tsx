export default function ActorPage({ id }: { id: string }) {
  return <main id="main">{id}</main>;
}
