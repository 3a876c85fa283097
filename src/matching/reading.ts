import type { JsonObject } from '#domain/json.ts';
import { Place } from './place.ts';

/** The event that is being matched; whatever was found out about one event is dated with its round. */
export class Reading {
  readonly top: Place;
  round = 0;
  event: JsonObject = {};
  /** True once something that was asked about this event is unclear. */
  unclear = false;

  constructor() {
    this.top = new Place(this);
  }

  turnTo(event: JsonObject): void {
    this.round++;
    this.event = event;
    this.unclear = false;
  }
}
