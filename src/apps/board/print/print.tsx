export function Print() {
  return <main>Print</main>
}
