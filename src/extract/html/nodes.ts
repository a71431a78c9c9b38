/** Elements as selectors see them: their parents, and their places among their siblings. */

/** An element. */
export interface Node {
  readonly name: string;
  attributes: ReadonlyMap<string, string>;
  readonly parent: Node | null;
  readonly previous: Node | null;
  /** place among the children of its parent, from 1 */
  readonly index: number;
  /** the same among those of its name */
  readonly typeIndex: number;
  readonly children: Node[];
  /** how many of them have a name; null without children */
  types: Map<string, number> | null;
  /** text stands directly in it */
  hasText: boolean;
}

const NO_ATTRIBUTES: ReadonlyMap<string, string> = new Map();

function nodeOf(name: string, attributes: ReadonlyMap<string, string>, parent: Node | null): Node {
  const typeIndex = (parent?.types?.get(name) ?? 0) + 1;
  const previous = parent?.children.at(-1) ?? null;
  const index = (parent?.children.length ?? 0) + 1;
  const node: Node = {
    name, attributes, parent, previous, index, typeIndex, children: [], types: null, hasText: false,
  }; // prettier-ignore
  if (parent !== null) {
    (parent.types ??= new Map<string, number>()).set(name, typeIndex);
    parent.children.push(node);
  }
  return node;
}

/**
 * The elements of one document in the order of their tags. HTML puts in `html`, `body` and `tbody` where they are left out. A second
 * reading of a document that is given the first one's nodes knows what comes behind each.
 */
export class Nodes {
  private readonly all: Node[];
  private next = 0;
  private readonly replays: boolean;
  private readonly html: Node;
  private readonly body: Node;

  /** @param first the nodes of a reading that is over */
  constructor(first: Nodes | null = null) {
    this.replays = first !== null;
    this.all = first?.all ?? [];
    this.html = first?.html ?? nodeOf('html', NO_ATTRIBUTES, null);
    this.body = first?.body ?? nodeOf('body', NO_ATTRIBUTES, this.html);
  }

  /** Whether the siblings and children behind an element are known. */
  get complete(): boolean {
    return this.replays;
  }

  get root(): Node {
    return this.body;
  }

  /** The node of an element that opens. @param parent the node of the element around it */
  enter(name: string, attributes: ReadonlyMap<string, string>, parent: Node): Node {
    if (this.replays) {
      const known = this.all[this.next++];
      if (known !== undefined) return known;
    }
    const node = this.make(name, attributes, parent);
    if (!this.replays) this.all.push(node);
    return node;
  }

  private make(name: string, attributes: ReadonlyMap<string, string>, parent: Node): Node {
    if (name === 'html' || name === 'body') {
      const node = name === 'html' ? this.html : this.body;
      node.attributes = new Map([...attributes, ...node.attributes]);
      return node;
    }
    if (name === 'head') return nodeOf(name, attributes, this.html);
    // what stands in the html element belongs to its body
    const inside = parent === this.html ? this.body : parent;
    if (name !== 'tr' || inside.name !== 'table') return nodeOf(name, attributes, inside);
    const last = inside.children.at(-1);
    return nodeOf(name, attributes, last?.name === 'tbody' ? last : nodeOf('tbody', NO_ATTRIBUTES, inside));
  }
}
