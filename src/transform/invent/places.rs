//! Towns with their county (state, region, prefecture), postcode area and centre, by country.
//!
//! The places are real, so that what checks a postcode against a town or a region is content;
//! streets, numbers and the rest of the postcode are drawn. Postcode areas follow the countries'
//! postal operators.

mod british;

pub(super) use british::{CYMRU, GB};

/// A town.
#[derive(Debug)]
pub(in crate::transform) struct Place {
    /// Its name.
    pub(in crate::transform) city: &'static str,
    /// County, state, region, prefecture.
    pub(in crate::transform) county: &'static str,
    /// `%` is a district number out of `districts`, `#` a digit, `@` and `$` letters; all else stands
    /// for itself.
    pub(in crate::transform) postcode: &'static str,
    /// The least and the greatest district.
    pub(in crate::transform) districts: (u8, u8),
    /// Degrees north, in hundredths.
    pub(in crate::transform) latitude: i32,
    /// Degrees east, in hundredths.
    pub(in crate::transform) longitude: i32,
}

impl Place {
    /// Stands in where a list is empty (none is).
    pub(in crate::transform) const NOWHERE: Self = place("Nowhere", "Nowhere", "000", 0, 0);

    /// The fixed beginning of the postcode.
    #[cfg(test)]
    pub(in crate::transform) fn area(&self) -> &str {
        let end = self.postcode.find(['%', '#', '@', '$']);
        &self.postcode[..end.unwrap_or(self.postcode.len())]
    }
}

const fn place(
    city: &'static str,
    county: &'static str,
    postcode: &'static str,
    latitude: i32,
    longitude: i32,
) -> Place {
    Place {
        city,
        county,
        postcode,
        districts: (0, 0),
        latitude,
        longitude,
    }
}

/// United States; states by their postal abbreviations.
pub(super) static US: &[Place] = &[
    place("Albany", "NY", "122##", 4265, -7376),
    place("Albuquerque", "NM", "871##", 3508, -10665),
    place("Atlanta", "GA", "303##", 3375, -8439),
    place("Austin", "TX", "787##", 3027, -9774),
    place("Baltimore", "MD", "212##", 3929, -7661),
    place("Boise", "ID", "837##", 4362, -11620),
    place("Boston", "MA", "021##", 4236, -7106),
    place("Buffalo", "NY", "142##", 4289, -7888),
    place("Charlotte", "NC", "282##", 3523, -8084),
    place("Chicago", "IL", "606##", 4188, -8763),
    place("Cleveland", "OH", "441##", 4150, -8169),
    place("Columbus", "OH", "432##", 3996, -8300),
    place("Dallas", "TX", "752##", 3278, -9680),
    place("Denver", "CO", "802##", 3974, -10499),
    place("Des Moines", "IA", "503##", 4159, -9362),
    place("Detroit", "MI", "482##", 4233, -8305),
    place("Fresno", "CA", "937##", 3674, -11978),
    place("Hartford", "CT", "061##", 4176, -7269),
    place("Houston", "TX", "770##", 2976, -9537),
    place("Indianapolis", "IN", "462##", 3977, -8616),
    place("Kansas City", "MO", "641##", 3910, -9458),
    place("Las Vegas", "NV", "891##", 3617, -11514),
    place("Little Rock", "AR", "722##", 3475, -9229),
    place("Los Angeles", "CA", "900##", 3405, -11824),
    place("Louisville", "KY", "402##", 3825, -8576),
    place("Memphis", "TN", "381##", 3515, -9005),
    place("Miami", "FL", "331##", 2576, -8019),
    place("Milwaukee", "WI", "532##", 4304, -8791),
    place("Minneapolis", "MN", "554##", 4498, -9327),
    place("Nashville", "TN", "372##", 3616, -8678),
    place("New Orleans", "LA", "701##", 2995, -9007),
    place("New York", "NY", "100##", 4071, -7401),
    place("Oklahoma City", "OK", "731##", 3547, -9752),
    place("Omaha", "NE", "681##", 4126, -9593),
    place("Philadelphia", "PA", "191##", 3995, -7517),
    place("Phoenix", "AZ", "850##", 3345, -11207),
    place("Pittsburgh", "PA", "152##", 4044, -8000),
    place("Portland", "OR", "972##", 4552, -12268),
    place("Providence", "RI", "029##", 4182, -7141),
    place("Raleigh", "NC", "276##", 3578, -7864),
    place("Richmond", "VA", "232##", 3754, -7744),
    place("Sacramento", "CA", "958##", 3858, -12149),
    place("Salt Lake City", "UT", "841##", 4076, -11189),
    place("San Antonio", "TX", "782##", 2942, -9849),
    place("San Diego", "CA", "921##", 3272, -11716),
    place("San Francisco", "CA", "941##", 3777, -12242),
    place("Seattle", "WA", "981##", 4761, -12233),
    place("Spokane", "WA", "992##", 4766, -11743),
    place("Tampa", "FL", "336##", 2795, -8246),
    place("Tucson", "AZ", "857##", 3222, -11097),
];

/// France; regions.
pub(super) static FR: &[Place] = &[
    place("Amiens", "Hauts-de-France", "80###", 4989, 230),
    place("Angers", "Pays de la Loire", "49###", 4747, -55),
    place("Besançon", "Bourgogne-Franche-Comté", "25###", 4724, 602),
    place("Bordeaux", "Nouvelle-Aquitaine", "33###", 4484, -58),
    place("Brest", "Bretagne", "29###", 4839, -449),
    place("Caen", "Normandie", "14###", 4918, -37),
    place(
        "Clermont-Ferrand",
        "Auvergne-Rhône-Alpes",
        "63###",
        4578,
        308,
    ),
    place("Dijon", "Bourgogne-Franche-Comté", "21###", 4732, 504),
    place("Grenoble", "Auvergne-Rhône-Alpes", "38###", 4519, 572),
    place("Le Mans", "Pays de la Loire", "72###", 4801, 20),
    place("Lille", "Hauts-de-France", "59###", 5063, 307),
    place("Limoges", "Nouvelle-Aquitaine", "87###", 4583, 126),
    place("Lyon", "Auvergne-Rhône-Alpes", "69###", 4576, 484),
    place(
        "Marseille",
        "Provence-Alpes-Côte d'Azur",
        "13###",
        4330,
        537,
    ),
    place("Metz", "Grand Est", "57###", 4912, 618),
    place("Montpellier", "Occitanie", "34###", 4361, 388),
    place("Nancy", "Grand Est", "54###", 4869, 618),
    place("Nantes", "Pays de la Loire", "44###", 4722, -155),
    place("Nice", "Provence-Alpes-Côte d'Azur", "06###", 4370, 727),
    place("Orléans", "Centre-Val de Loire", "45###", 4790, 190),
    place("Paris", "Île-de-France", "750##", 4886, 235),
    place("Perpignan", "Occitanie", "66###", 4269, 290),
    place("Reims", "Grand Est", "51###", 4926, 403),
    place("Rennes", "Bretagne", "35###", 4811, -168),
    place("Rouen", "Normandie", "76###", 4944, 110),
    place("Strasbourg", "Grand Est", "67###", 4857, 775),
    place("Toulouse", "Occitanie", "31###", 4360, 144),
    place("Tours", "Centre-Val de Loire", "37###", 4739, 69),
];

/// Germany; states.
pub(super) static DE: &[Place] = &[
    place("Aachen", "Nordrhein-Westfalen", "520##", 5078, 608),
    place("Augsburg", "Bayern", "861##", 4837, 1090),
    place("Berlin", "Berlin", "10###", 5252, 1340),
    place("Bielefeld", "Nordrhein-Westfalen", "336##", 5203, 853),
    place("Bonn", "Nordrhein-Westfalen", "531##", 5073, 710),
    place("Bremen", "Bremen", "281##", 5308, 880),
    place("Dortmund", "Nordrhein-Westfalen", "441##", 5151, 747),
    place("Dresden", "Sachsen", "010##", 5105, 1374),
    place("Düsseldorf", "Nordrhein-Westfalen", "402##", 5123, 678),
    place("Erfurt", "Thüringen", "990##", 5098, 1103),
    place("Frankfurt am Main", "Hessen", "603##", 5011, 868),
    place(
        "Freiburg im Breisgau",
        "Baden-Württemberg",
        "791##",
        4800,
        785,
    ),
    place("Hamburg", "Hamburg", "20###", 5355, 999),
    place("Hannover", "Niedersachsen", "301##", 5237, 974),
    place("Karlsruhe", "Baden-Württemberg", "761##", 4901, 840),
    place("Kiel", "Schleswig-Holstein", "241##", 5432, 1014),
    place("Köln", "Nordrhein-Westfalen", "506##", 5094, 696),
    place("Leipzig", "Sachsen", "041##", 5134, 1237),
    place("Magdeburg", "Sachsen-Anhalt", "391##", 5213, 1162),
    place("Mainz", "Rheinland-Pfalz", "551##", 4999, 825),
    place("München", "Bayern", "80###", 4814, 1158),
    place("Münster", "Nordrhein-Westfalen", "481##", 5196, 763),
    place("Nürnberg", "Bayern", "904##", 4945, 1108),
    place("Potsdam", "Brandenburg", "144##", 5240, 1306),
    place("Rostock", "Mecklenburg-Vorpommern", "180##", 5409, 1214),
    place("Saarbrücken", "Saarland", "661##", 4923, 700),
    place("Stuttgart", "Baden-Württemberg", "701##", 4878, 918),
    place("Ulm", "Baden-Württemberg", "890##", 4840, 999),
];

/// Italy; regions.
pub(super) static IT: &[Place] = &[
    place("Ancona", "Marche", "601##", 4362, 1351),
    place("Bari", "Puglia", "701##", 4112, 1687),
    place("Bologna", "Emilia-Romagna", "401##", 4449, 1134),
    place("Brescia", "Lombardia", "251##", 4554, 1022),
    place("Cagliari", "Sardegna", "091##", 3922, 912),
    place("Catania", "Sicilia", "951##", 3750, 1509),
    place("Firenze", "Toscana", "501##", 4377, 1126),
    place("Genova", "Liguria", "161##", 4441, 893),
    place("Milano", "Lombardia", "201##", 4546, 919),
    place("Modena", "Emilia-Romagna", "411##", 4465, 1093),
    place("Napoli", "Campania", "801##", 4085, 1427),
    place("Padova", "Veneto", "351##", 4541, 1188),
    place("Palermo", "Sicilia", "901##", 3812, 1336),
    place("Parma", "Emilia-Romagna", "431##", 4480, 1033),
    place("Perugia", "Umbria", "061##", 4311, 1239),
    place("Pescara", "Abruzzo", "651##", 4246, 1421),
    place("Roma", "Lazio", "001##", 4190, 1250),
    place("Torino", "Piemonte", "101##", 4507, 769),
    place("Trento", "Trentino-Alto Adige", "381##", 4607, 1112),
    place("Trieste", "Friuli-Venezia Giulia", "341##", 4565, 1378),
    place("Verona", "Veneto", "371##", 4544, 1099),
];

/// Netherlands; provinces.
pub(super) static NL: &[Place] = &[
    place("Almere", "Flevoland", "13## $$", 5235, 526),
    place("Amersfoort", "Utrecht", "38## $$", 5216, 539),
    place("Amsterdam", "Noord-Holland", "10## $$", 5237, 490),
    place("Apeldoorn", "Gelderland", "73## $$", 5221, 597),
    place("Arnhem", "Gelderland", "68## $$", 5198, 591),
    place("Assen", "Drenthe", "94## $$", 5299, 656),
    place("Breda", "Noord-Brabant", "48## $$", 5159, 478),
    place("Den Haag", "Zuid-Holland", "25## $$", 5207, 430),
    place("Eindhoven", "Noord-Brabant", "56## $$", 5144, 547),
    place("Enschede", "Overijssel", "75## $$", 5222, 689),
    place("Groningen", "Groningen", "97## $$", 5322, 657),
    place("Haarlem", "Noord-Holland", "20## $$", 5238, 464),
    place("Leeuwarden", "Friesland", "89## $$", 5320, 580),
    place("Leiden", "Zuid-Holland", "23## $$", 5216, 449),
    place("Maastricht", "Limburg", "62## $$", 5085, 569),
    place("Middelburg", "Zeeland", "43## $$", 5150, 361),
    place("Nijmegen", "Gelderland", "65## $$", 5181, 584),
    place("Rotterdam", "Zuid-Holland", "30## $$", 5192, 448),
    place("Tilburg", "Noord-Brabant", "50## $$", 5156, 509),
    place("Utrecht", "Utrecht", "35## $$", 5209, 511),
    place("Zwolle", "Overijssel", "80## $$", 5252, 609),
];

/// Portugal; districts.
pub(super) static PT: &[Place] = &[
    place("Aveiro", "Aveiro", "38##-###", 4064, -865),
    place("Beja", "Beja", "78##-###", 3801, -786),
    place("Braga", "Braga", "47##-###", 4155, -843),
    place("Bragança", "Bragança", "53##-###", 4181, -676),
    place("Castelo Branco", "Castelo Branco", "60##-###", 3982, -749),
    place("Coimbra", "Coimbra", "30##-###", 4021, -843),
    place("Évora", "Évora", "70##-###", 3857, -791),
    place("Faro", "Faro", "80##-###", 3702, -793),
    place("Leiria", "Leiria", "24##-###", 3974, -881),
    place("Lisboa", "Lisboa", "1###-###", 3872, -914),
    place("Porto", "Porto", "4###-###", 4116, -863),
    place("Santarém", "Santarém", "20##-###", 3924, -869),
    place("Setúbal", "Setúbal", "29##-###", 3852, -889),
    place(
        "Viana do Castelo",
        "Viana do Castelo",
        "49##-###",
        4169,
        -883,
    ),
    place("Vila Real", "Vila Real", "50##-###", 4130, -774),
    place("Viseu", "Viseu", "35##-###", 4066, -791),
];

/// Brazil; states by their abbreviations.
pub(super) static BR: &[Place] = &[
    place("Belém", "PA", "660##-###", -146, -4850),
    place("Belo Horizonte", "MG", "301##-###", -1992, -4394),
    place("Brasília", "DF", "700##-###", -1579, -4788),
    place("Campinas", "SP", "130##-###", -2291, -4706),
    place("Campo Grande", "MS", "790##-###", -2046, -5462),
    place("Cuiabá", "MT", "780##-###", -1560, -5610),
    place("Curitiba", "PR", "800##-###", -2543, -4927),
    place("Florianópolis", "SC", "880##-###", -2760, -4855),
    place("Fortaleza", "CE", "600##-###", -373, -3853),
    place("Goiânia", "GO", "740##-###", -1669, -4926),
    place("Maceió", "AL", "570##-###", -967, -3574),
    place("Manaus", "AM", "690##-###", -312, -6002),
    place("Natal", "RN", "590##-###", -579, -3521),
    place("Porto Alegre", "RS", "900##-###", -3003, -5122),
    place("Recife", "PE", "500##-###", -805, -3490),
    place("Rio de Janeiro", "RJ", "200##-###", -2291, -4317),
    place("Salvador", "BA", "400##-###", -1297, -3850),
    place("São Luís", "MA", "650##-###", -253, -4430),
    place("São Paulo", "SP", "010##-###", -2355, -4663),
    place("Vitória", "ES", "290##-###", -2032, -4034),
];

/// Japan; prefectures.
pub(super) static JP: &[Place] = &[
    place("札幌市", "北海道", "060-00##", 4306, 14135),
    place("仙台市", "宮城県", "980-08##", 3827, 14087),
    place("さいたま市", "埼玉県", "330-00##", 3586, 13965),
    place("千葉市", "千葉県", "260-00##", 3561, 14011),
    place("新宿区", "東京都", "160-00##", 3569, 13970),
    place("世田谷区", "東京都", "154-00##", 3565, 13965),
    place("横浜市", "神奈川県", "220-00##", 3544, 13964),
    place("新潟市", "新潟県", "950-00##", 3792, 13904),
    place("静岡市", "静岡県", "420-08##", 3498, 13838),
    place("名古屋市", "愛知県", "450-00##", 3518, 13691),
    place("京都市", "京都府", "600-80##", 3501, 13577),
    place("大阪市", "大阪府", "530-00##", 3469, 13550),
    place("神戸市", "兵庫県", "650-00##", 3469, 13520),
    place("岡山市", "岡山県", "700-08##", 3466, 13393),
    place("広島市", "広島県", "730-00##", 3439, 13246),
    place("松山市", "愛媛県", "790-00##", 3384, 13277),
    place("福岡市", "福岡県", "810-00##", 3359, 13040),
    place("熊本市", "熊本県", "860-08##", 3280, 13071),
    place("那覇市", "沖縄県", "900-00##", 2621, 12768),
];

/// China; provinces.
pub(super) static CN: &[Place] = &[
    place("北京市", "北京市", "1000##", 3990, 11641),
    place("上海市", "上海市", "2000##", 3123, 12147),
    place("天津市", "天津市", "3000##", 3908, 11720),
    place("重庆市", "重庆市", "4000##", 2956, 10655),
    place("广州市", "广东省", "5100##", 2313, 11326),
    place("深圳市", "广东省", "5180##", 2254, 11406),
    place("杭州市", "浙江省", "3100##", 3027, 12016),
    place("南京市", "江苏省", "2100##", 3206, 11880),
    place("苏州市", "江苏省", "2150##", 3130, 12058),
    place("武汉市", "湖北省", "4300##", 3059, 11431),
    place("成都市", "四川省", "6100##", 3057, 10407),
    place("西安市", "陕西省", "7100##", 3434, 10894),
    place("郑州市", "河南省", "4500##", 3475, 11363),
    place("长沙市", "湖南省", "4100##", 2823, 11294),
    place("济南市", "山东省", "2500##", 3665, 11712),
    place("青岛市", "山东省", "2660##", 3607, 12038),
    place("沈阳市", "辽宁省", "1100##", 4181, 12343),
    place("哈尔滨市", "黑龙江省", "1500##", 4580, 12653),
    place("福州市", "福建省", "3500##", 2607, 11930),
    place("昆明市", "云南省", "6500##", 2504, 10272),
];

/// Taiwan; districts of cities, with their three digits.
pub(super) static TW: &[Place] = &[
    place("中正區", "臺北市", "100", 2503, 12152),
    place("大同區", "臺北市", "103", 2507, 12151),
    place("中山區", "臺北市", "104", 2507, 12153),
    place("松山區", "臺北市", "105", 2505, 12158),
    place("大安區", "臺北市", "106", 2503, 12154),
    place("信義區", "臺北市", "110", 2503, 12157),
    place("板橋區", "新北市", "220", 2501, 12146),
    place("新店區", "新北市", "231", 2497, 12154),
    place("桃園區", "桃園市", "330", 2499, 12130),
    place("中壢區", "桃園市", "320", 2497, 12122),
    place("西屯區", "臺中市", "407", 2418, 12064),
    place("北屯區", "臺中市", "406", 2418, 12069),
    place("東區", "臺南市", "701", 2298, 12022),
    place("安平區", "臺南市", "708", 2300, 12017),
    place("左營區", "高雄市", "813", 2269, 12030),
    place("苓雅區", "高雄市", "802", 2262, 12031),
    place("花蓮市", "花蓮縣", "970", 2398, 12161),
    place("宜蘭市", "宜蘭縣", "260", 2475, 12175),
];

/// Saudi Arabia; regions.
pub(super) static SA: &[Place] = &[
    place("الرياض", "منطقة الرياض", "11###", 2471, 4668),
    place("جدة", "منطقة مكة المكرمة", "21###", 2149, 3919),
    place("مكة المكرمة", "منطقة مكة المكرمة", "24###", 2142, 3983),
    place(
        "المدينة المنورة",
        "منطقة المدينة المنورة",
        "42###",
        2452,
        3957,
    ),
    place("الدمام", "المنطقة الشرقية", "31###", 2642, 5009),
    place("الأحساء", "المنطقة الشرقية", "36###", 2538, 4959),
    place("الطائف", "منطقة مكة المكرمة", "26###", 2127, 4042),
    place("تبوك", "منطقة تبوك", "47###", 2838, 3657),
    place("بريدة", "منطقة القصيم", "52###", 2633, 4397),
    place("أبها", "منطقة عسير", "62###", 1822, 4250),
    place("حائل", "منطقة حائل", "55###", 2752, 4169),
    place("نجران", "منطقة نجران", "66###", 1749, 4413),
];

/// Iran; provinces.
pub(super) static IR: &[Place] = &[
    place("تهران", "تهران", "11###-#####", 3569, 5139),
    place("مشهد", "خراسان رضوی", "91###-#####", 3626, 5962),
    place("اصفهان", "اصفهان", "81###-#####", 3265, 5167),
    place("کرج", "البرز", "31###-#####", 3584, 5094),
    place("شیراز", "فارس", "71###-#####", 2959, 5258),
    place("تبریز", "آذربایجان شرقی", "51###-#####", 3808, 4629),
    place("قم", "قم", "37###-#####", 3464, 5088),
    place("اهواز", "خوزستان", "61###-#####", 3132, 4868),
    place("کرمانشاه", "کرمانشاه", "67###-#####", 3431, 4707),
    place("ارومیه", "آذربایجان غربی", "57###-#####", 3755, 4508),
    place("رشت", "گیلان", "41###-#####", 3728, 4958),
    place("یزد", "یزد", "89###-#####", 3190, 5436),
];

/// Türkiye; provinces.
pub(super) static TR: &[Place] = &[
    place("Seyhan", "Adana", "01###", 3700, 3532),
    place("Çankaya", "Ankara", "06###", 3992, 3286),
    place("Keçiören", "Ankara", "06###", 3997, 3287),
    place("Muratpaşa", "Antalya", "07###", 3688, 3071),
    place("Nilüfer", "Bursa", "16###", 4021, 2897),
    place("Merkezefendi", "Denizli", "20###", 3778, 2909),
    place("Tepebaşı", "Eskişehir", "26###", 3978, 3051),
    place("Şahinbey", "Gaziantep", "27###", 3706, 3738),
    place("Kadıköy", "İstanbul", "34###", 4099, 2903),
    place("Beşiktaş", "İstanbul", "34###", 4104, 2901),
    place("Üsküdar", "İstanbul", "34###", 4102, 2902),
    place("Bornova", "İzmir", "35###", 3847, 2722),
    place("Karşıyaka", "İzmir", "35###", 3846, 2711),
    place("Melikgazi", "Kayseri", "38###", 3872, 3549),
    place("İzmit", "Kocaeli", "41###", 4077, 2994),
    place("Selçuklu", "Konya", "42###", 3787, 3248),
    place("Yenişehir", "Mersin", "33###", 3680, 3463),
    place("İlkadım", "Samsun", "55###", 4129, 3633),
    place("Ortahisar", "Trabzon", "61###", 4100, 3972),
    place("Tuşba", "Van", "65###", 3851, 4337),
];
