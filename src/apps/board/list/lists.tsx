export function Lists() {
  return <main>Lists</main>
}
