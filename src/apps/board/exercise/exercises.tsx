export function Exercises() {
  return <main>Exercises</main>
}
