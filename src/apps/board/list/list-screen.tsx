export function ListScreen() {
  return <main>ListScreen</main>
}
