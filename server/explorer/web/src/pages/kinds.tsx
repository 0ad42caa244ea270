export default function KindsPage() {
  return <main id="main" />;
}
