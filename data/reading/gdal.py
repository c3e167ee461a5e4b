"""Which of GDAL's drivers may open a file.

GDAL finds out by itself what a file is, whatever its name. Some drivers then open other files or addresses that the
file names, or run the SQL in it.
"""

DRIVERS = ("ESRI Shapefile", "GPKG", "GeoJSON", "KML", "LIBKML", "TopoJSON")
# GDAL 3.12 as pyogrio brings it; GDAL knows no way to name the drivers that stay.
_OTHERS = (
    "ADBC AIVector AVCBin AVCE00 AmigoCloud CSV CSW Carto DGN DXF EDIGEO EEDA ESRIJSON Elasticsearch FlatGeobuf GDALG"
    " GML GPSBabel GPX GTFS GeoJSONSeq GeoRSS HTTP Idrisi JML JSONFG LVBAG MBTiles MEM MVT MapML MiraMonVector NGW"
    " OAPIF ODS OGCAPI OGR_GMT OGR_PDS OGR_VRT OSM OpenFileGDB PCIDSK PDF PDS4 PGDUMP PLSCENES PMTiles S57 SQLite SXF"
    " Selafin VDV VFK VICAR WAsP WFS XLSX"
)
SETTINGS = {"GDAL_SKIP": ",".join([*_OTHERS.split(), "MapInfo File"])}
"""The environment in which pyogrio must be imported."""
