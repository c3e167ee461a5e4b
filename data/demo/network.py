"""Who is active in Trintelwaard: partners and groups of residents, as a consultant keeps them in a spreadsheet.

Two of them went quiet: nobody spoke to them for over a year before the demo's last day, 31 October 2026.
"""

COLUMNS = ("Naam", "Soort", "Waar", "Actief sinds", "Laatste contact", "Wat ze kunnen", "Contact")
BLOOM, BIRDS, TREES, SHIPS, PORT = "Bloemenbuurt", "Vogelbuurt", "Bomenbuurt", "Schepenbuurt", "Havenkwartier"
HARBOUR = "wijkagent.haven@politie-trintelwaard.example"
EAST = "wijkagent.oost@politie-trintelwaard.example"
ROWS = (
    ("Wijkagent Haven", "Politie", PORT, "01-03-2021", "22-10-2026", "Spreekuur, toezicht, drugsmeldingen", HARBOUR),
    ("Wijkagent Oost", "Politie", TREES, "15-09-2023", "08-10-2026", "Toezicht, jeugd, huisbezoek", EAST),
    ("Wijkagent Oost", "Politie", SHIPS, "15-09-2023", "08-10-2026", "Toezicht, jeugd, huisbezoek", EAST),
    (
        "Gemeente, wijkbeheer",
        "Gemeente",
        "heel Trintelwaard",
        "2016",
        "27-10-2026",
        "Vegen, snoeien, containers verplaatsen",
        "wijkbeheer@trintelwaard.example",
    ),
    (
        "Gemeente, handhaving",
        "Gemeente",
        PORT,
        "2019",
        "17-09-2026",
        "Controle op bijplaatsingen en loslopende honden",
        "teamleider handhaving",
    ),
    (
        "Welzijn Trintelwaard, opbouwwerk",
        "Welzijn",
        BLOOM,
        "01-01-2020",
        "12-10-2026",
        "Bewoners bij elkaar brengen, opruimdagen",
        "opbouwwerk@welzijn-trintelwaard.example",
    ),
    (
        "Welzijn Trintelwaard, jongerenwerk",
        "Welzijn",
        TREES,
        "01-09-2022",
        "01-10-2026",
        "Straatwerk, sport op het veld",
        "jongerenwerk@welzijn-trintelwaard.example",
    ),
    ("Buurtbemiddeling", "Welzijn", BLOOM, "2014", "19-08-2026", "Gesprek tussen buren", "coördinator"),
    ("Wijkverpleging Markerwaard", "Zorg", BIRDS, "2018", "11-06-2026", "Ziet wie hulp nodig heeft", "teamleider"),
    (
        "GGZ Markerwaard, bemoeizorg",
        "Zorg",
        SHIPS,
        "2020",
        "03-09-2026",
        "Meegaan op huisbezoek",
        "aanmeldteam",
    ),
    ("Basisschool De Vlieger", "School", "Irisstraat", "2010", "24-09-2026", "Zwerfvuil rapen, posters", "conciërge"),
    ("Basisschool Het Kompas", "School", "Tjalkstraat", "2012", "18-06-2025", "Schoolplein na schooltijd", "directie"),
    (
        "Speeltuinvereniging Merelhof",
        "Vrijwilligers",
        "Merelstraat",
        "1998",
        "05-07-2026",
        "Ruimte, feesten",
        "bestuur",
    ),
    (
        "Repair Café Trintelwaard",
        "Vrijwilligers",
        "complex 1016",
        "14-05-2022",
        "02-05-2026",
        "Klussen met bewoners",
        "coördinator",
    ),
    (
        "Bewonersgroep Klipperstraat",
        "Bewonersgroep",
        "Klipperstraat",
        "16-01-2025",
        "14-10-2026",
        "Elke maand een ronde, houdt toezicht",
        "voorzitter",
    ),
    (
        "Bewonerscommissie De Uitkijk",
        "Bewonerscommissie",
        "flat De Uitkijk",
        "2013",
        "23-09-2026",
        "Overleg per galerij, tuinploeg",
        "secretaris",
    ),
    ("Tuinploeg Eikenstraat", "Bewonersgroep", "Eikenstraat", "2021", "12-05-2025", "Tuinen en achterpaden", "bestuur"),
    ("VvE Westkade", "VvE", "Westkade", "2009", "30-04-2026", "Regels en onderhoud van de entree", "beheerder"),
)
