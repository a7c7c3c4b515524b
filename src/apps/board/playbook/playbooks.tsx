export function Playbooks() {
  return <main>Playbooks</main>
}
