export function Picture() {
  return <main>Picture</main>
}
