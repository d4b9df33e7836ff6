/*! Leaflet (c) 2010-2023 Vladimir Agafonkin, (c) 2010-2011 CloudMade, BSD-2-Clause, https://leafletjs.com;
    Leaflet.markercluster (c) 2012 David Leaver, MIT, https://github.com/Leaflet/Leaflet.markercluster */

// The parts of Leaflet that the map uses, under the names by which its plugins
// know them. The whole of it is half as large again; those for tiles are in
// tiles.ts.
import { Control } from "leaflet/src/control/Control.js";
import { Zoom } from "leaflet/src/control/Control.Zoom.js";
import Browser from "leaflet/src/core/Browser.js";
import { Evented } from "leaflet/src/core/Events.js";
import * as Util from "leaflet/src/core/Util.js";
import * as DomEvent from "leaflet/src/dom/DomEvent.js";
import * as DomUtil from "leaflet/src/dom/DomUtil.js";
import { LatLng, toLatLng } from "leaflet/src/geo/LatLng.js";
import { LatLngBounds, toLatLngBounds } from "leaflet/src/geo/LatLngBounds.js";
import { Bounds } from "leaflet/src/geometry/Bounds.js";
import { Point, toPoint } from "leaflet/src/geometry/Point.js";
import { Layer } from "leaflet/src/layer/Layer.js";
import { FeatureGroup, featureGroup } from "leaflet/src/layer/FeatureGroup.js";
import { LayerGroup, layerGroup } from "leaflet/src/layer/LayerGroup.js";
import "leaflet/src/layer/Popup.js";
import { DivIcon, divIcon } from "leaflet/src/layer/marker/DivIcon.js";
import { Icon } from "leaflet/src/layer/marker/Icon.js";
import { Marker, marker } from "leaflet/src/layer/marker/Marker.js";
import { Path } from "leaflet/src/layer/vector/Path.js";
import { Polygon, polygon } from "leaflet/src/layer/vector/Polygon.js";
import { Polyline } from "leaflet/src/layer/vector/Polyline.js";
import { rectangle } from "leaflet/src/layer/vector/Rectangle.js";
import { svg } from "leaflet/src/layer/vector/SVG.js";
import { Map, createMap } from "leaflet/src/map/Map.js";
import "leaflet/src/map/handler/Map.DoubleClickZoom.js";
import "leaflet/src/map/handler/Map.Drag.js";
import "leaflet/src/map/handler/Map.Keyboard.js";
import "leaflet/src/map/handler/Map.ScrollWheelZoom.js";
import "leaflet/src/map/handler/Map.TouchZoom.js";
import type Leaflet from "leaflet";

// Leaflet's own choice between two ways of drawing brings both along.
Map.include({
  getRenderer(layer: { options: { pane: string } }): unknown {
    const { pane } = layer.options;
    return (this._paneRenderers[pane] ??= svg({ pane }).addTo(this));
  },
});

export const L = {
  Bounds, Browser, Control, DivIcon, DomEvent, DomUtil, Evented, FeatureGroup, Icon, LatLng, LatLngBounds, Layer, LayerGroup, Map, Marker, Path, Point, Polygon,
  Polyline, Util, bind: Util.bind, control: { zoom: (options: unknown) => new Zoom(options) }, divIcon, extend: Util.extend, featureGroup, latLng: toLatLng,
  latLngBounds: toLatLngBounds, layerGroup, map: createMap, marker, point: toPoint, polygon, rectangle, setOptions: Util.setOptions, stamp: Util.stamp,
} as unknown as typeof Leaflet;
