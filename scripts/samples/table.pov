// A kitchen table by a window: a mug, oranges in a bowl, a folded cloth. Portrait.
#version 3.7;
#ifndef (Removed) #declare Removed = 0; #end // a number takes one thing out, with its shadow
global_settings { assumed_gamma 1.0 max_trace_level 5 }
#include "colors.inc"
#include "woods.inc"
#include "functions.inc"

camera { location <0.3, 2.6, -5.2> look_at <0.05, 0.62, 0.2> right x*3/4 angle 38 }
light_source { <-9, 8, -3.5> color rgb <1.35, 1.25, 1.08> area_light <0, 2.2, 1.5>, <0.8, 0, 2.4>, 5, 5 adaptive 1 jitter }
light_source { <7, 6, -9> color rgb <0.22, 0.25, 0.31> shadowless }

// Plaster wall
plane { -z, -2.6
  pigment { bozo turbulence 0.6 scale 1.4 color_map { [0 rgb <0.69, 0.66, 0.60>] [1 rgb <0.76, 0.73, 0.67>] } }
  normal { average normal_map { [1 granite 0.10 scale 0.5] [0.6 bumps 0.10 scale 0.05] } }
  finish { diffuse 0.8 ambient 0.06 } }
// A blue tile band
#declare Rnd = seed(21);
#local I = -8;
#while (I < 9)
  superellipsoid { <0.06, 0.06> scale <0.245, 0.245, 0.02> translate <I*0.52 + 0.12, 1.02, 2.58>
    pigment { rgb <0.16, 0.30, 0.42>*(0.8 + 0.4*rand(Rnd)) } normal { bumps 0.06 scale 0.12 }
    finish { diffuse 0.7 specular 0.45 roughness 0.01 reflection 0.04 } }
  #local I = I + 1;
#end
// Table top of planks
#local I = -7;
#while (I < 8)
  box { <-6, -0.12, 0>, <6, 0, 0.49> translate z*(I*0.5)
    texture { pigment { P_WoodGrain12A color_map { [0 rgb <0.52,0.33,0.19>] [0.4 rgb <0.42,0.25,0.13>] [1 rgb <0.62,0.42,0.25>] }
        scale 0.32 rotate <2, 91 + I*1.7, 3> translate <I*3.3, I*1.7, 0> }
      normal { average normal_map { [1 wood 0.10 scale 0.05 rotate y*90] [1 granite 0.12 scale 0.22] } }
      finish { diffuse 0.75 ambient 0.04 specular 0.18 roughness 0.03 reflection { 0.0, 0.08 } } } }
  #local I = I + 1;
#end
// Mug
#if (Removed != 1)
union {
  difference { cylinder { 0, y*0.78, 0.37 } cylinder { y*0.05, y*0.80, 0.325 } }
  torus { 0.3475, 0.0225 translate y*0.78 }
  difference { torus { 0.22, 0.055 rotate x*90 scale <0.85,1.1,1> } box { <-0.6,-0.6,-0.6>, <0,0.6,0.6> } translate <0.36, 0.40, 0> rotate y*28 }
  pigment { rgb <0.80, 0.30, 0.20> } normal { bumps 0.03 scale 0.04 }
  finish { diffuse 0.72 ambient 0.04 specular 0.6 roughness 0.008 reflection { 0.02, 0.12 fresnel off } }
  translate <-0.78, 0, 0.15>
}
cylinder { <-0.78, 0.68, 0.15>, <-0.78, 0.69, 0.15>, 0.325 pigment { rgb <0.13, 0.06, 0.03> } finish { specular 0.6 reflection 0.08 } }
#end
// Bowl with oranges
#declare Orange = sphere { 0, 0.27
  pigment { bozo scale 0.2 color_map { [0 rgb <0.92, 0.42, 0.05>] [1 rgb <0.95, 0.52, 0.09>] } }
  normal { dents 0.55 scale 0.018 } finish { diffuse 0.78 ambient 0.04 specular 0.35 roughness 0.025 } }
#if (Removed != 2)
union {
  difference { sphere { 0, 0.72 } sphere { 0, 0.685 } box { <-1, 0.02, -1>, <1, 1, 1> } scale <1, 0.62, 1> translate y*0.46 }
  cylinder { 0, y*0.05, 0.28 }
  pigment { rgb <0.86, 0.85, 0.80> } normal { bumps 0.02 scale 0.1 } finish { diffuse 0.75 specular 0.5 roughness 0.01 reflection 0.03 ambient 0.04 }
  translate <0.82, 0, 0.75>
}
object { Orange translate <0.62, 0.42, 0.62> } object { Orange rotate y*40 translate <1.08, 0.44, 0.72> }
object { Orange rotate y*90 translate <0.82, 0.46, 1.05> } object { Orange rotate x*50 translate <0.84, 0.74, 0.78> }
#end
object { Orange rotate z*70 translate <0.28, 0.27, -0.75> }
// A spoon
union {
  sphere { 0, 0.14 scale <1, 0.22, 0.68> } cone { x*0.12, 0.026, x*1.05, 0.04 scale <1, 0.5, 1> }
  pigment { rgb <0.62, 0.62, 0.64> } finish { diffuse 0.25 specular 0.8 roughness 0.008 reflection 0.42 }
  rotate y*-24 translate <-1.05, 0.035, -0.95>
}
