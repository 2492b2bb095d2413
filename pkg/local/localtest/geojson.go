package localtest

// geoJSONSchema is our own schema of RFC 7946, for the reference that IPTC's
// schema makes to one that isn't at hand.
const geoJSONSchema = `{
"$schema": "https://json-schema.org/draft/2020-12/schema",
"$id": "https://geojson.org/schema/GeoJSON.json",
"oneOf": [{"$ref": "#/$defs/geometry"}, {"$ref": "#/$defs/feature"}, {"$ref": "#/$defs/featureCollection"}],
"$defs": {
  "position": {"type": "array", "minItems": 2, "items": {"type": "number"}},
  "bbox": {"type": "array", "minItems": 4, "items": {"type": "number"}},
  "line": {"type": "array", "minItems": 2, "items": {"$ref": "#/$defs/position"}},
  "ring": {"type": "array", "minItems": 4, "items": {"$ref": "#/$defs/position"}},
  "point": {
    "type": "object", "required": ["type", "coordinates"],
    "properties": {"type": {"const": "Point"}, "coordinates": {"$ref": "#/$defs/position"}, "bbox": {"$ref": "#/$defs/bbox"}}
  },
  "multiPoint": {
    "type": "object", "required": ["type", "coordinates"],
    "properties": {
      "type": {"const": "MultiPoint"}, "bbox": {"$ref": "#/$defs/bbox"},
      "coordinates": {"type": "array", "items": {"$ref": "#/$defs/position"}}
    }
  },
  "lineString": {
    "type": "object", "required": ["type", "coordinates"],
    "properties": {"type": {"const": "LineString"}, "coordinates": {"$ref": "#/$defs/line"}, "bbox": {"$ref": "#/$defs/bbox"}}
  },
  "multiLineString": {
    "type": "object", "required": ["type", "coordinates"],
    "properties": {
      "type": {"const": "MultiLineString"}, "bbox": {"$ref": "#/$defs/bbox"},
      "coordinates": {"type": "array", "items": {"$ref": "#/$defs/line"}}
    }
  },
  "polygon": {
    "type": "object", "required": ["type", "coordinates"],
    "properties": {
      "type": {"const": "Polygon"}, "bbox": {"$ref": "#/$defs/bbox"},
      "coordinates": {"type": "array", "items": {"$ref": "#/$defs/ring"}}
    }
  },
  "multiPolygon": {
    "type": "object", "required": ["type", "coordinates"],
    "properties": {
      "type": {"const": "MultiPolygon"}, "bbox": {"$ref": "#/$defs/bbox"},
      "coordinates": {"type": "array", "items": {"type": "array", "items": {"$ref": "#/$defs/ring"}}}
    }
  },
  "geometryCollection": {
    "type": "object", "required": ["type", "geometries"],
    "properties": {
      "type": {"const": "GeometryCollection"}, "bbox": {"$ref": "#/$defs/bbox"},
      "geometries": {"type": "array", "items": {"$ref": "#/$defs/geometry"}}
    }
  },
  "geometry": {
    "oneOf": [
      {"$ref": "#/$defs/point"}, {"$ref": "#/$defs/multiPoint"},
      {"$ref": "#/$defs/lineString"}, {"$ref": "#/$defs/multiLineString"},
      {"$ref": "#/$defs/polygon"}, {"$ref": "#/$defs/multiPolygon"},
      {"$ref": "#/$defs/geometryCollection"}
    ]
  },
  "feature": {
    "type": "object", "required": ["type", "properties", "geometry"],
    "properties": {
      "type": {"const": "Feature"}, "id": {"type": ["number", "string"]}, "bbox": {"$ref": "#/$defs/bbox"},
      "properties": {"type": ["object", "null"]},
      "geometry": {"oneOf": [{"type": "null"}, {"$ref": "#/$defs/geometry"}]}
    }
  },
  "featureCollection": {
    "type": "object", "required": ["type", "features"],
    "properties": {
      "type": {"const": "FeatureCollection"}, "bbox": {"$ref": "#/$defs/bbox"},
      "features": {"type": "array", "items": {"$ref": "#/$defs/feature"}}
    }
  }
}}`
