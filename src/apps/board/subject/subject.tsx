export function Subject() {
  return <main>Subject</main>
}
