/** The page of exercises: `?pack=` names another folder of the same site that holds a pack. */
import '../styles/page.css';
import { defineElements } from '../elements/define.ts';
import { OrExerciseList } from '../elements/exercise-list.ts';
import { OrExerciseTask } from '../elements/exercise-task.ts';
import { OrExercises } from '../elements/exercises.ts';
import { keepOffline } from '../offline/register.ts';
import { keepTheme } from '../store/restore.ts';
import { bootAfterPaint } from '../store/session.ts';
import { COURSE, fromSite, loadPack } from './pack.ts';

/** A pack of another site would be somebody else's code under this site's name. */
function packFolder(): URL {
  const given = new URLSearchParams(location.search).get('pack') ?? 'exercises/';
  const folder = new URL(given.replace(/\/?$/, '/'), document.baseURI);
  if (folder.origin !== location.origin) throw new Error('A pack must lie on the same site as this page.');
  return folder;
}

keepTheme();
defineElements({
  'or-exercise-list': OrExerciseList,
  'or-exercise-task': OrExerciseTask,
  'or-exercises': OrExercises,
});
bootAfterPaint();
addEventListener('load', () => void keepOffline());

const page = document.querySelector<OrExercises>('or-exercises');
try {
  const loaded = await loadPack(fromSite(packFolder()), COURSE);
  if (page) page.loaded = loaded;
} catch (error) {
  if (page) page.failed = error instanceof Error ? error.message : String(error);
}
