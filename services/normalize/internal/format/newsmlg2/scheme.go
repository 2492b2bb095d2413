package newsmlg2

// iptcSchemes gives the scheme URI of each alias in the catalogs that the IPTC
// publishes, below iptcBase (catalog.IPTC-G2-Standards_1.xml to _41.xml). An alias
// has meant the same in all of them, so the catalog's number does not matter.
var iptcSchemes = map[string]string{
	"acdc": "audiocodec", "altidrole": "altidrole", "aoprop": "aoproperty", "app": "application", "aspfacet": "asportfacet",
	"aspfacetvalue": "asportfacetvalue", "authoritystatus": "authoritystatus", "catinat": "catinature", "cinat": "cinature",
	"ciprol": "contactinfopartrole", "colin": "colourindicator", "colsp": "colorspace", "cpnat": "cpnature",
	"cpprole": "contentprodpartyrole", "cptdefrole": "conceptdefinitionrole", "cptnoterole": "conceptnoterole",
	"crel": "conceptrelation", "crol": "creatorrole", "ctech": "commtech", "ctrol": "contributorrole", "cwarn": "contentwarning",
	"digsrctype": "digitalsourcetype", "dimensionunit": "dimensionunit", "drol": "descriptionrole", "ecirol": "eventcontactinforole",
	"edconf": "eventdateconfirm", "ednoterole": "ednoterole", "encd": "encoding", "entityprop": "entityproperty",
	"eocstat": "eventoccurstatus", "eorol": "eventorganiserrole", "eprol": "eventparticipantrole", "eregrol": "eventregrole",
	"erol": "edrole", "fisymtype": "financialinstrumentsymboltype", "frmt": "format", "gen": "generic", "genre": "genre",
	"hashscope": "hashscope", "hashtype": "hashtype", "hatarget": "hopactiontarget", "hopaction": "hopaction",
	"howextr": "howextracted", "hrol": "headlinerole", "imgregrole": "imageregionrole", "imgregtype": "imageregiontype",
	"irel": "itemrelation", "irep": "itemrepresentation", "isrol": "infosourcerole", "ivqu": "videoqualifier",
	"loctyp": "location", "loutorient": "layoutorientation", "lrol": "languagerole", "medtop": "mediatopic",
	"mtyp": "mediatype", "ncostat": "newscoveragestatus", "ninat": "ninature", "nmsig": "newsmsgsignal",
	"nprod": "newsproduct", "nprov": "newsprovider", "nprt": "namepart", "nrol": "namerole", "oito": "ofinterestto",
	"pgrmod": "pkggroupmode", "plinat": "plinature", "prio": "priority", "prodgenre": "productgenre", "prov": "provider",
	"rcalctype": "rcalctype", "riaspect": "riaspect", "rightsprop": "rightsproperty", "riscope": "riscope", "rnd": "rendition",
	"rscaleunit": "rscaleunit", "rtype": "ratertype", "scn": "scene", "sev": "severity", "sig": "signal", "sov": "videoscaling",
	"spfacet": "sportfacet", "spfacetvalue": "sportfacetvalue", "squ": "subjectqualifier", "stat": "pubstatusg2",
	"subj": "subjectcode", "timeunit": "timeunit", "tone": "tone", "trustindicator": "trustindicator", "urgy": "urgency",
	"useracttype": "useractiontype", "valfmt": "valueformat", "vcdc": "videocodec", "videodef": "videodefinition",
	"why": "whypresent", "wldreg": "worldregion",
}

const iptcBase = "http://cv.iptc.org/newscodes/"

// otherSchemes are those of other bodies that the same catalogs list.
var otherSchemes = map[string]string{
	"a1312cat": "http://cvx.iptc.org/anpa1312-category/", "a1312prio": "http://cvx.iptc.org/anpa1312-priority/",
	"a1312svc": "http://cvx.iptc.org/anpa1312-servicelevel/", "a1312vers": "http://cvx.iptc.org/anpa1312-version/",
	"bcp47": "http://cvx.iptc.org/bcp47/", "cusip": "http://cvx.iptc.org/cusip/", "figi": "http://cvx.iptc.org/figi/",
	"gics": "http://cvx.iptc.org/gics/", "isin": "http://cvx.iptc.org/isin/", "mic": "http://cvx.iptc.org/iso10383-mic/",
	"iso3166-1a2": "http://cvx.iptc.org/iso3166-1a2/", "iso3166-1a3": "http://cvx.iptc.org/iso3166-1a3/",
	"iso3166-2": "http://cvx.iptc.org/iso3166-2/", "iso4217a": "http://cvx.iptc.org/iso4217a/", "iso4217n": "http://cvx.iptc.org/iso4217n/",
	"iabcontent20": "http://cvx.iptc.org/iabcontent20/", "iabcontent21": "http://cvx.iptc.org/iabcontent21/",
	"iabcontent22": "http://cvx.iptc.org/iabcontent22/", "iabcontent30": "http://cvx.iptc.org/iabcontent30/",
	"parasport": "http://cvx.iptc.org/parasport/", "secst": "http://cvx.iptc.org/secst/", "sedol": "http://cvx.iptc.org/sedol/",
	"ticker": "http://cvx.iptc.org/ticker/", "tidm": "http://cvx.iptc.org/tidm/", "dbpedia": "http://dbpedia.org/resource/",
	"geonames": "http://sws.geonames.org/", "geonameshttps": "https://sws.geonames.org/", "wikidata": "http://www.wikidata.org/entity/",
	"mb-artist": "http://musicbrainz.org/artist/", "mb-label": "http://musicbrainz.org/label/",
	"mb-recording": "http://musicbrainz.org/recording/", "mb-release": "http://musicbrainz.org/release/",
	"mb-releasegroup": "http://musicbrainz.org/release-group/", "mb-work": "http://musicbrainz.org/work/",
}

// natureOf is what a concept of a scheme is without saying so (IPTC cpnature).
func natureOf(alias string) string {
	switch alias {
	case "iso3166-1a2", "iso3166-1a3", "iso3166-2", "geonames", "geonameshttps", "wldreg":
		return geoArea
	case "isin", "ticker", "tidm", "sedol", "cusip", "figi", "nprov", "mb-label":
		return organisation
	case "mb-artist":
		return person
	default:
		return ""
	}
}
