export function Imports() {
  return <main>Imports</main>
}
