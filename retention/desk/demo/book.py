"""The demo company's customers: what they are, who looks after them, and how it is going."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum


class Story(Enum):
    """How the year went; history.py tells it in touchpoints."""

    STEADY = "steady"
    WARM = "warm"
    SOURING = "souring"
    SILENT = "silent"
    FADING = "fading"
    NEW = "new"
    NOTICE = "notice"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Customer:
    """One account of the demo. ``ends_in`` is days from today to the end of the present term."""

    name: str
    sector: str
    city: str
    country: str
    zone: str
    currency: str
    tier: str
    owner: str
    arr: Decimal
    ends_in: int
    story: Story
    notice_days: int | None = 60
    auto_renew: bool = True
    win: str = ""


def _customer(line: str) -> Customer:
    name, sector, place, tier, owner, arr, ends_in, story, notice, win = (
        part.strip() for part in line.split("|")
    )
    city, country, zone, currency = place.split(",")
    return Customer(
        name=name,
        sector=sector,
        city=city,
        country=country,
        zone=zone,
        currency=currency,
        tier=tier,
        owner=owner,
        arr=Decimal(arr),
        ends_in=int(ends_in),
        story=Story(story),
        notice_days=int(notice) if notice else None,
        auto_renew=bool(notice),
        win=win,
    )


LEEDS, LONDON = "Leeds,GB,Europe/London,GBP", "London,GB,Europe/London,GBP"
MADRID, LISBON = "Madrid,ES,Europe/Madrid,EUR", "Lisbon,PT,Europe/Lisbon,EUR"
BERLIN, VIENNA = "Berlin,DE,Europe/Berlin,EUR", "Vienna,AT,Europe/Vienna,EUR"
BOSTON, TORONTO = "Boston,US,America/New_York,USD", "Toronto,CA,America/Toronto,USD"
PRAGUE, OSLO = "Prague,CZ,Europe/Prague,EUR", "Oslo,NO,Europe/Oslo,EUR"

_LINES = f"""
Brightwater Foods|Food wholesale|{LEEDS}|A|Lena|184000|128|fading|60|Delivery errors under two percent
Castellan Freight|Logistics|{LONDON}|A|Lena|142000|75|steady|60|One view of all carriers by spring
Tidewater Ports|Ports|{LONDON}|B|Lena|118000|210|souring|90|Berth planning a day ahead, every day
Vela Hotels|Hospitality|{LONDON}|B|Lena|41200|340|warm|30|Linen and food arrive before six
Kestrel Energy|Utilities|{LEEDS}|B|Lena|77400|95|steady|60|Crews see two more sites a day
Orchard and Vine|Retail|{LEEDS}|C|Lena|36800|300|new|60|
Pemberton Insurance|Insurance|{LONDON}|C|Lena|22500|410|steady||
Foxglove Nurseries|Garden retail|{LEEDS}|D|Lena|6400|150|silent|30|
Ravensworth Dairy|Food production|{LEEDS}|C|Lena|28900|45|silent|30|
Lumen Retail Group|Retail|{MADRID}|A|Tomas|132000|160|warm|60|Store deliveries inside a two hour window
Quillan Pharma|Pharmaceuticals|{MADRID}|A|Tomas|128000|118|souring|90|No cold chain break without an alarm
Almadena Wines|Food production|{LISBON}|B|Tomas|54500|250|steady|60|
Puerta Azul|Travel|{MADRID}|B|Tomas|48700|70|fading|30|
Solmar Seafood|Food wholesale|{LISBON}|C|Tomas|31200|190|steady|60|
Iberra Tools|Manufacturing|{MADRID}|C|Tomas|27600|365|new|60|
Casa Verano|Furniture|{MADRID}|D|Tomas|8200|90|silent||
Minho Paper|Manufacturing|{LISBON}|C|Tomas|19800|30|notice|30|
Ostrava Steelworks|Manufacturing|{PRAGUE}|A|Nico|164500|135|fading|90|Scrap runs never wait for the furnace
Halden and Son|Shipping|{OSLO}|A|Nico|152000|230|steady|60|Crew changes planned without a spreadsheet
Meridian Clinics|Health care|{BERLIN}|B|Nico|96500|88|souring|60|Samples reach the lab within four hours
Lindenhof Bakeries|Food production|{BERLIN}|B|Nico|58300|310|warm|30|
Wiener Werkhaus|Furniture|{VIENNA}|C|Nico|33400|170|steady|60|
Kupferberg Brewing|Food production|{BERLIN}|C|Nico|24900|60|unknown|30|
Moldau Medical|Health care|{PRAGUE}|C|Nico|29700|280|steady|60|
Nordlicht Parcel|Logistics|{OSLO}|D|Nico|9600|200|silent|60|
Sable Aviation|Aviation|{BOSTON}|A|Ines|171000|182|notice|90|Ground crews on time at every gate
Granite State Supply|Wholesale|{BOSTON}|B|Ines|88200|140|steady|60|
Larkspur Health|Health care|{BOSTON}|B|Ines|69900|260|warm|60|Nurses drive less and visit more
Maple Ridge Dairy|Food production|{TORONTO}|B|Ines|52800|102|fading|30|
Beacon Hill Books|Retail|{BOSTON}|C|Ines|18700|330|steady|60|
Toronto Tram Works|Transport|{TORONTO}|C|Ines|35600|55|silent|60|
Cedar and Loom|Textiles|{TORONTO}|C|Ines|21900|390|new|60|
Fjord Outfitters|Retail|{BOSTON}|D|Ines|7300|120|unknown||
"""


def read_customers(lines: str) -> tuple[Customer, ...]:
    """Customers from lines of ten columns, in the order of ``_customer``."""
    return tuple(_customer(line) for line in lines.strip().splitlines())


CUSTOMERS = read_customers(_LINES)
