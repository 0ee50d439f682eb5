/** What Streamlit hands to a component (Components v2): the argument of its module's default export. */
export interface ComponentArguments<
  Data,
  State extends object = Record<string, never>,
  Parent extends ParentNode = ShadowRoot,
> {
  /** What Python passes as `data`: JSON as values, bytes as `Uint8Array`. */
  data: Data;
  /** The root of the component's HTML: a shadow root, or with `isolate_styles=False` an element of the page. */
  parentElement: Parent;
  /** Gives Python a value that lasts until the next one. */
  setStateValue<Name extends keyof State>(name: Name, value: State[Name]): void;
  /** Gives Python a value for a single run. */
  setTriggerValue<Name extends keyof State>(name: Name, value: State[Name]): void;
}
