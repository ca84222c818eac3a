import type { Component } from 'vue';
import type { RouteRecordRaw } from 'vue-router';
import type { Words } from '../locale';

/** A room of the console: pages for one kind of task, with words of their own. */
export interface Room {
  /** The folder's name and the first part of the room's addresses. */
  readonly name: string;
  /** What the navigation calls it. */
  readonly title: { readonly zh: string; readonly en: string };
  readonly icon: Component;
  /** The room is shown to who carries one of these permissions; to everybody signed in when there are none. */
  readonly needs: readonly string[];
  /** The pages, each loaded when somebody goes there; paths begin with `/NAME`. */
  readonly routes: readonly RouteRecordRaw[];
  /** The words, loaded with the first page of the room. */
  readonly words: () => Promise<{ readonly words: Words }>;
  /** What of this room waits for the person, as a part of the page “today”; shown to who may enter the room. */
  readonly today?: () => Promise<{ default: Component }>;
}
