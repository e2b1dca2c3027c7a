import type { Atelier } from '../atelier';
import { averageGroup, clearGroup, exportGroup } from '../map/groups';
import { lightAll, narrowedBy } from '../map/lit';
import { saveMapPicture } from '../map/map-picture';
import type { ColourBy, LayoutSettings, MapTool } from '../map/map-state';
import { setTool, toggleClusterNames, toolKeys } from '../map/map-view';
import { changeDimensions, layOutAgain, setLayout, stopMapping } from '../map/layout';
import { defaultMapLook } from '../../scene/map-look';
import { setColourBy, setLook } from '../session/settings';
import { chooseColumns } from '../images/import-vectors';
import { mapAgain } from '../map/map-again';
import { isOfVectors } from '../map/space-state';
import { menuAction, type Action } from './action';
import { needsImages, needsMap, needsRun } from './requirements';

function colourAction(by: ColourBy, title: string, keys?: string): Action {
  return {
    id: `colour-${by}`,
    title: `Colour by ${title}`,
    group: 'Map',
    ...(keys === undefined ? {} : { keys }),
    whyNot: needsImages,
    run: (atelier) => setColourBy(atelier, by),
  };
}

function toolAction(tool: MapTool, title: string): Action {
  return {
    id: `tool-${tool}`,
    title,
    group: 'Map',
    keys: toolKeys[tool],
    whyNot: needsMap,
    run: (atelier) => setTool(atelier, tool),
  };
}

function focusOn(id: string): (atelier: Atelier) => void {
  return () => document.getElementById(id)?.focus();
}

function layoutAction(id: string, title: string, fields: Partial<LayoutSettings>): Action {
  return {
    id,
    title,
    group: 'Map',
    whyNot: needsImages,
    run: async (atelier) => {
      setLayout(atelier, fields);
      await layOutAgain(atelier);
    },
  };
}

function viewAction(from: 'top' | 'side'): Action {
  return {
    id: `look-${from}`,
    title: `Look From the ${from === 'top' ? 'Top' : 'Side'}`,
    group: 'Map',
    whyNot: (state) => needsMap(state) ?? (state.space.dims === 2 ? 'The map is flat.' : null),
    run: ({ map }) => map?.lookFrom(from),
  };
}

const needsSelection: NonNullable<Action['whyNot']> = ({ groups }) =>
  groups.rows === null ? 'No images are selected.' : null;

export const mapActions: readonly Action[] = [
  viewAction('top'),
  viewAction('side'),
  layoutAction('method-umap', 'Lay Out by UMAP', { method: 'umap' }),
  layoutAction('method-pca', 'Lay Out by PCA', { method: 'pca' }),
  layoutAction('metric-euclidean', 'Map by Euclidean Distance', { metric: 'euclidean', method: 'umap' }),
  layoutAction('metric-cosine', 'Map by Cosine Distance', { metric: 'cosine', method: 'umap' }),
  {
    id: 'map-settings',
    title: 'Map Settings…',
    group: 'Map',
    whyNot: needsImages,
    run: () => document.getElementById('map-settings')?.click(),
  },
  {
    id: 'map-look',
    title: 'Look of the Map…',
    group: 'Map',
    whyNot: needsMap,
    run: () => document.getElementById('map-look')?.click(),
  },
  {
    id: 'reset-look',
    title: 'Look of the Map as at the First Start',
    group: 'Map',
    whyNot: needsMap,
    run: (atelier) => setLook(atelier, defaultMapLook),
  },
  {
    id: 'save-picture',
    title: 'Save a Picture of the Map…',
    group: 'Map',
    whyNot: needsMap,
    run: saveMapPicture,
  },
  {
    id: 'search-map',
    title: 'Search the Map',
    group: 'Map',
    whyNot: needsImages,
    run: focusOn('map-search'),
  },
  {
    id: 'light-all',
    title: 'Light All Points',
    group: 'Map',
    whyNot: (state) => (narrowedBy(state).length === 0 ? 'All points are lit.' : null),
    run: lightAll,
  },
  {
    id: 'clear-group',
    title: 'Clear the Selection',
    group: 'Map',
    whyNot: needsSelection,
    run: clearGroup,
  },
  {
    id: 'mean-group',
    title: 'Decode the Mean of the Selection',
    group: 'Map',
    whyNot: needsSelection,
    run: averageGroup,
  },
  {
    id: 'export-group',
    title: 'Export the Selected Rows…',
    group: 'Map',
    whyNot: needsSelection,
    run: exportGroup,
  },
  menuAction('fit-map', { group: 'Map', whyNot: needsMap, run: ({ map }) => map?.fit() }),
  menuAction('reset-map', { group: 'Map', whyNot: needsMap, run: ({ map }) => map?.reset() }),
  colourAction('label', 'Label', '1'),
  colourAction('bce', 'Error', '2'),
  colourAction('kl', 'KL', '3'),
  colourAction('distortion', 'Distortion', '4'),
  colourAction('split', 'Split'),
  toolAction('orbit', 'Turn the Map by Dragging'),
  toolAction('box', 'Select With a Box'),
  toolAction('lasso', 'Select With a Lasso'),
  {
    id: 'cluster-names',
    title: 'Show or Hide the Names of the Classes',
    group: 'Map',
    whyNot: needsMap,
    run: toggleClusterNames,
  },
  {
    id: 'dimensions',
    title: 'Two or Three Dimensions',
    group: 'Map',
    whyNot: needsImages,
    run: changeDimensions,
  },
  {
    id: 'table-columns',
    title: 'Choose the Columns of the Table…',
    group: 'Map',
    whyNot: ({ space }) => (isOfVectors(space.request) ? null : 'No table is open.'),
    run: chooseColumns,
  },
  { id: 'lay-out', title: 'Lay the Map Out Again', group: 'Map', whyNot: needsImages, run: layOutAgain },
  { id: 'map-test-set', title: 'Map the Test Set', group: 'Map', whyNot: needsRun, run: mapAgain },
  {
    id: 'stop-map',
    title: 'Stop Making the Map',
    group: 'Map',
    whyNot: ({ space }) => (space.progress === null ? 'No map is being made.' : null),
    run: stopMapping,
  },
  {
    id: 'go-to-index',
    title: 'Go to an Image by Its Index',
    group: 'Map',
    keys: 'G',
    whyNot: needsImages,
    run: focusOn('go-to-index'),
  },
];
