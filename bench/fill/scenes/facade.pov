// The face of a house, seen at a slant: plaster, rows of windows with sills. In front, a street lamp.
#version 3.7;
global_settings { assumed_gamma 1.0 }
camera { location <-5, 4.2, -13> look_at <0.6, 5, 0> right x*4/3 angle 46 }
light_source { <-30, 45, -35> color rgb <1.25, 1.2, 1.05> }
light_source { <30, 20, -40> color rgb <0.25, 0.28, 0.34> shadowless }
background { rgb <0.55, 0.68, 0.82> }
difference {
  box { <-14, 0, 0>, <16, 14, 1> }
  #local Row = 0;
  #while (Row < 5) #local Col = -6;
    #while (Col < 8) box { <Col*1.9 - 0.5, Row*2.7 + 1.1, -1>, <Col*1.9 + 0.5, Row*2.7 + 2.7, 0.35> } #local Col = Col + 1; #end
  #local Row = Row + 1; #end
  pigment { bozo turbulence 0.7 scale 1.7 color_map { [0 rgb <0.72, 0.60, 0.44>] [1 rgb <0.80, 0.70, 0.54>] } }
  normal { granite 0.25 scale 0.12 } finish { diffuse 0.8 ambient 0.05 }
}
#declare Rnd = seed(3);
#local Row = 0;
#while (Row < 5) #local Col = -6;
  #while (Col < 8)
    union {
      box { <-0.5, 0, 0.3>, <0.5, 1.6, 0.34> pigment { rgb <0.10, 0.13, 0.17>*(0.6 + rand(Rnd)) } finish { specular 0.5 reflection 0.12 } }
      union { box { <-0.03, 0, 0.24>, <0.03, 1.6, 0.3> } box { <-0.5, 1.0, 0.24>, <0.5, 1.06, 0.3> } box { <-0.5, 0, 0.24>, <-0.44, 1.6, 0.3> } box { <0.44, 0, 0.24>, <0.5, 1.6, 0.3> } pigment { rgb 0.85 } }
      box { <-0.62, -0.14, -0.16>, <0.62, 0, 0.2> pigment { granite scale 0.2 color_map { [0 rgb 0.5] [1 rgb 0.66] } } }
      translate <Col*1.9, Row*2.7 + 1.1, 0>
    }
  #local Col = Col + 1; #end
#local Row = Row + 1; #end
plane { y, 0 pigment { granite scale 0.4 color_map { [0 rgb 0.25] [1 rgb 0.4] } } }
#if (Removed != 1)
  union {
    cylinder { 0, y*6.2, 0.10 } sphere { y*6.5, 0.42 pigment { rgb <0.95, 0.93, 0.8> } } cone { y*6.8, 0.5, y*7.3, 0.05 }
    box { <-0.9, 4.4, -0.05>, <0.9, 5.2, 0.05> pigment { rgb <0.1, 0.25, 0.5> } }
    pigment { rgb 0.08 } finish { specular 0.4 } translate <-1.2, 0, -3>
  }
#end
