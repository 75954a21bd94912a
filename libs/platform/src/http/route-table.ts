interface Route {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

/** The paths that the service answers, so that a known path with an unknown method says 405 and not 404. */
export class RouteTable {
  readonly #routes = new Map<string, Route>();

  add(path: string, methods: readonly string[]): void {
    const route = this.#routes.get(path) ?? { pattern: patternOf(path), methods: new Set<string>() };
    for (const method of methods) route.methods.add(method);
    this.#routes.set(path, route);
  }

  /** The methods of every route that the path fits, in alphabetical order; empty for an unknown path. */
  methodsOf(path: string): string[] {
    const found = new Set<string>();
    for (const { pattern, methods } of this.#routes.values()) if (pattern.test(path)) for (const method of methods) found.add(method);
    return [...found].sort();
  }
}

function patternOf(path: string): RegExp {
  const segments = path.split('/').map((segment) => (segment.startsWith(':') ? '[^/]+' : segment === '*' ? '.*' : segment.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')));
  return new RegExp(`^${segments.join('/')}/?$`);
}
