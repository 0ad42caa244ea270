export default function EventPage({ id }: { id: string }) {
  return <main id="main">{id}</main>;
}
