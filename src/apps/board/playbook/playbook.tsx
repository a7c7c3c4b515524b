export function Playbook() {
  return <main>Playbook</main>
}
