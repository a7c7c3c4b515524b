// Solves a transport problem by LEMON's minimum cost flow, for comparison: lemon FILE simplex|scaling.
// FILE, whole numbers of 32 bits: places, holders, arcs; then start (places + 1), to (arcs), cost (arcs), unserved (places),
// capacity (holders). Each place needs one holder. Prints: objective, seconds of run() alone, seconds of all.
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <vector>

#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

using Graph = lemon::SmartDigraph;
using Clock = std::chrono::steady_clock;

static std::vector<int32_t> read(FILE *file, size_t count) {
  std::vector<int32_t> numbers(count);
  if (std::fread(numbers.data(), sizeof(int32_t), count, file) != count) std::exit(3);
  return numbers;
}

static double since(Clock::time_point began) {
  return std::chrono::duration<double>(Clock::now() - began).count();
}

template <class Solver>
static int solve(const Graph &graph, const Graph::ArcMap<int> &upper, const Graph::ArcMap<int64_t> &cost,
                 const Graph::NodeMap<int> &supply, Clock::time_point began) {
  Solver solver(graph);
  solver.upperMap(upper).costMap(cost).supplyMap(supply);
  const auto ran = Clock::now();
  if (solver.run() != Solver::OPTIMAL) return 4;
  const double seconds = since(ran);
  std::printf("%lld %.6f %.6f\n", static_cast<long long>(solver.template totalCost<int64_t>()), seconds, since(began));
  return 0;
}

int main(int count, char **words) {
  if (count != 3) return 2;
  FILE *file = std::fopen(words[1], "rb");
  if (!file) return 3;
  const auto sizes = read(file, 3);
  const size_t places = sizes[0], holders = sizes[1], arcs = sizes[2];
  const auto start = read(file, places + 1);
  const auto to = read(file, arcs);
  const auto costs = read(file, arcs);
  const auto unserved = read(file, places);
  const auto capacity = read(file, holders);
  std::fclose(file);

  const auto began = Clock::now();
  Graph graph;
  graph.reserveNode(static_cast<int>(places + holders + 1));
  graph.reserveArc(static_cast<int>(arcs + places + holders));
  for (size_t i = 0; i < places + holders + 1; i++) graph.addNode();
  const Graph::Node end = graph.nodeFromId(static_cast<int>(places + holders));
  Graph::ArcMap<int> upper(graph);
  Graph::ArcMap<int64_t> cost(graph);
  Graph::NodeMap<int> supply(graph, 0);
  const auto add = [&](Graph::Node from, Graph::Node into, int room, int64_t price) {
    const Graph::Arc arc = graph.addArc(from, into);
    upper[arc] = room;
    cost[arc] = price;
  };
  for (size_t i = 0; i < places; i++) {
    const Graph::Node place = graph.nodeFromId(static_cast<int>(i));
    supply[place] = 1;
    for (int32_t k = start[i]; k < start[i + 1]; k++)
      add(place, graph.nodeFromId(static_cast<int>(places) + to[k]), 1, costs[k]);
    add(place, end, 1, unserved[i]);
  }
  for (size_t h = 0; h < holders; h++)
    add(graph.nodeFromId(static_cast<int>(places + h)), end, capacity[h], 0);
  supply[end] = -static_cast<int>(places);

  if (std::strcmp(words[2], "simplex") == 0)
    return solve<lemon::NetworkSimplex<Graph, int, int64_t>>(graph, upper, cost, supply, began);
  return solve<lemon::CostScaling<Graph, int, int64_t>>(graph, upper, cost, supply, began);
}
