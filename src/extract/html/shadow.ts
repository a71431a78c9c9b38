/**
 * Declarative shadow roots (HTML §4.12.3): a template whose slots show what stands in the element around it, in the order of the
 * slots. The source is read in its own order; this gives what is shown.
 */

type Part = string | { readonly slot: string };

interface Host {
  /** depth of the element that has the root */
  readonly depth: number;
  /** depth of its template while that is open */
  template: number | null;
  readonly parts: Part[];
  /** text of the element, by the slot it goes to */
  readonly light: Map<string, string>;
  /** the child that is open, and its slot */
  child: { readonly depth: number; readonly slot: string } | null;
}

/** Follows the elements of one document. Depths are those of the open elements, from 1. */
export class ShadowRoots {
  private readonly shown: string[] = [];
  private readonly hosts: Host[] = [];

  opened(name: string, attributes: ReadonlyMap<string, string>, depth: number, isBlock: boolean): void {
    const host = this.hosts.at(-1);
    if (name === 'template' && (attributes.has('shadowrootmode') || attributes.has('shadowroot')))
      this.hosts.push({ depth: depth - 1, template: depth, parts: [], light: new Map(), child: null });
    else if (host?.template === null) {
      if (depth === host.depth + 1) host.child = { depth, slot: attributes.get('slot') ?? '' };
    } else if (name === 'slot') host?.parts.push({ slot: attributes.get('name') ?? '' });
    else if (isBlock) host?.parts.push('\n');
  }

  text(text: string): void {
    const host = this.hosts.at(-1);
    if (host === undefined) return;
    const slot = host.child?.slot ?? '';
    if (host.template !== null) host.parts.push(text);
    else host.light.set(slot, (host.light.get(slot) ?? '') + text);
  }

  closed(depth: number): void {
    const host = this.hosts.at(-1);
    if (host === undefined) return;
    if (host.template === depth) host.template = null;
    if (host.child?.depth === depth) host.child = null;
    if (host.depth === depth) this.show();
  }

  /** @returns the texts with digits that the roots show, in the order of their ends */
  finish(): readonly string[] {
    while (this.hosts.length > 0) this.show();
    return this.shown;
  }

  private show(): void {
    const host = this.hosts.pop();
    if (host === undefined) return;
    // a text goes into the first slot of its name
    const take = (slot: string): string => {
      const text = host.light.get(slot) ?? '';
      host.light.delete(slot);
      return text;
    };
    const text = host.parts.map((part) => (typeof part === 'string' ? part : take(part.slot))).join('');
    // what is shown inside another root's element is part of that
    if (this.hosts.length > 0) this.text(text);
    if (/\d/.test(text)) this.shown.push(text);
  }
}
