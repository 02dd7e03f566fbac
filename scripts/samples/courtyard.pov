// A courtyard: a brick wall, paving, a traffic cone, a clay pot with a shrub, a downpipe.
#version 3.7;
#ifndef (Removed) #declare Removed = 0; #end // a number takes one thing out, with its shadow
global_settings { assumed_gamma 1.0 max_trace_level 5 }
#include "colors.inc"
#include "functions.inc"

camera { location <0.2, 1.6, -7.2> look_at <0.1, 1.35, 0> right x*4/3 angle 50 }
light_source { <-14, 17, -12> color rgb <1.35, 1.27, 1.12> area_light 1.2*x, 1.2*z, 4, 4 adaptive 1 jitter }
light_source { <20, 10, -20> color rgb <0.25, 0.29, 0.36> shadowless }
background { rgb <0.55, 0.66, 0.78> }

#declare Rnd = seed(5);
// Brick wall, each brick its own
#declare Mortar = box { <-8, 0, 0.06>, <8, 5.2, 0.3> pigment { granite scale 0.3 color_map { [0 rgb <0.50,0.47,0.43>] [1 rgb <0.62,0.59,0.54>] } } normal { granite 0.5 scale 0.06 } finish { diffuse 0.8 ambient 0.05 } }
object { Mortar }
#local Row = 0;
#while (Row < 54)
  #local Col = -33;
  #while (Col < 34)
    #local Tone = 0.68 + 0.5*rand(Rnd);
    superellipsoid { <0.10, 0.10> scale <0.113, 0.040, 0.06>
      translate <Col*0.242 + mod(Row, 2)*0.121, 0.062 + Row*0.0965, 0.03 + rand(Rnd)*0.012>
      texture { pigment { bozo turbulence 0.5 scale 0.09 translate rand(Rnd)*50 color_map {
        [0 rgb <0.40, 0.15, 0.09>*Tone] [0.7 rgb <0.55, 0.23, 0.14>*Tone] [1 rgb <0.62, 0.36, 0.25>*Tone] } }
        normal { granite 0.45 scale 0.09 translate rand(Rnd)*30 } finish { diffuse 0.82 ambient 0.05 } } }
    #local Col = Col + 1;
  #end
  #local Row = Row + 1;
#end
// Paving
#local Row = 0;
#while (Row < 12)
  #local Col = -11;
  #while (Col < 12)
    #local Tone = 0.8 + 0.35*rand(Rnd);
    superellipsoid { <0.07, 0.07> scale <0.348, 0.05, 0.298> rotate <rand(Rnd)*0.6 - 0.3, 0, rand(Rnd)*0.6 - 0.3>
      translate <Col*0.72 + mod(Row,2)*0.36, -0.045 - rand(Rnd)*0.01, -0.34 - Row*0.62>
      texture { pigment { granite turbulence 0.4 scale 0.5 translate rand(Rnd)*40 color_map {
          [0 rgb <0.40,0.39,0.37>*Tone] [0.6 rgb <0.53,0.51,0.48>*Tone] [1 rgb <0.30,0.29,0.28>*Tone] } }
        normal { granite 0.28 scale 0.12 } finish { diffuse 0.8 ambient 0.05 specular 0.05 } } }
    #local Col = Col + 1;
  #end
  #local Row = Row + 1;
#end
plane { y, -0.07 pigment { granite scale 0.2 color_map { [0 rgb <0.22,0.21,0.17>] [1 rgb <0.34,0.33,0.27>] } } normal { granite 0.6 scale 0.05 } finish { diffuse 0.8 } }
// Traffic cone
#if (Removed != 1)
union {
  superellipsoid { <0.2, 0.2> scale <0.27, 0.035, 0.27> translate y*0.04 pigment { rgb <0.80, 0.22, 0.04> } }
  cone { y*0.06, 0.20, y*0.80, 0.035 pigment { gradient y scale 0.80 color_map {
    [0.0 rgb <0.86, 0.24, 0.04>] [0.38 rgb <0.86, 0.24, 0.04>] [0.38 rgb <0.9,0.9,0.88>] [0.60 rgb <0.9,0.9,0.88>] [0.60 rgb <0.86, 0.24, 0.04>] [1 rgb <0.86, 0.24, 0.04>] } } }
  finish { diffuse 0.8 ambient 0.05 specular 0.25 roughness 0.03 } normal { bumps 0.05 scale 0.03 }
  scale 1.25 rotate y*20 translate <-1.35, 0, -1.7>
}
#end
// Pot with a shrub
#if (Removed != 2)
union {
  difference { cone { 0, 0.26, y*0.55, 0.36 } cylinder { y*0.5, y*0.6, 0.31 } }
  torus { 0.35, 0.035 translate y*0.53 }
  pigment { bozo scale 0.2 color_map { [0 rgb <0.58,0.28,0.17>] [1 rgb <0.68,0.36,0.24>] } } normal { bumps 0.1 scale 0.05 } finish { diffuse 0.8 ambient 0.05 }
  translate <1.75, 0, -0.75>
}
#local I = 0;
#while (I < 2600)
  #local A = rand(Rnd)*2*pi; #local B = acos(1 - 1.75*rand(Rnd)); #local R = 0.62*pow(rand(Rnd), 0.33);
  sphere { 0, 0.045 scale <1, 0.22, 0.55> rotate <rand(Rnd)*120 - 60, rand(Rnd)*360, rand(Rnd)*60>
    translate <1.75 + R*sin(B)*cos(A), 1.02 + R*0.95*cos(B), -0.75 + R*sin(B)*sin(A)>
    pigment { rgb <0.07, 0.20, 0.05> + rand(Rnd)*<0.13, 0.20, 0.05> } finish { diffuse 0.8 ambient 0.05 specular 0.15 roughness 0.03 } }
  #local I = I + 1;
#end
#end
// Downpipe
union {
  cylinder { <3.0, 0.1, -0.12>, <3.0, 5.2, -0.12>, 0.07 }
  torus { 0.075, 0.016 translate <3.0, 1.15, -0.12> } torus { 0.075, 0.016 translate <3.0, 2.75, -0.12> }
  pigment { rgb <0.20, 0.23, 0.22> } finish { diffuse 0.7 specular 0.3 roughness 0.02 } normal { bumps 0.05 scale 0.05 } }
// A window box of shadow: a small painted sign
union {
  box { <-0.45, -0.16, -0.02>, <0.45, 0.16, 0.02> pigment { rgb <0.86, 0.84, 0.74> } }
  text { ttf "cyrvetic.ttf" "No 24" 0.02, 0 scale 0.22 translate <-0.31, -0.07, -0.035> pigment { rgb <0.10, 0.15, 0.25> } }
  finish { diffuse 0.8 ambient 0.05 } translate <0.2, 2.35, -0.06>
}
