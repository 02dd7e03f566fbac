// A beach in the late afternoon: sea, wet sand, a red ball, a bucket and a mooring post.
#version 3.7;
#ifndef (Removed) #declare Removed = 0; #end // a number takes one thing out, with its shadow
global_settings { assumed_gamma 1.0 max_trace_level 6 }
#include "colors.inc"
#include "functions.inc"

camera { location <0, 1.75, -6> look_at <0.2, 0.72, 4> right x*4/3 angle 52 }
light_source { <-60, 38, -20> color rgb <1.55, 1.32, 1.0> area_light 5*x, 5*z, 3, 3 adaptive 1 jitter }
light_source { <30, 40, -60> color rgb <0.16, 0.20, 0.28> shadowless }

sky_sphere {
  pigment { gradient y color_map {
    [0.00 rgb <0.93, 0.80, 0.66>] [0.10 rgb <0.80, 0.80, 0.80>]
    [0.32 rgb <0.42, 0.60, 0.82>] [1.00 rgb <0.13, 0.28, 0.58>] } }
  pigment { bozo turbulence 0.75 octaves 7 omega 0.62 lambda 2.1 scale <0.55, 0.16, 0.55>
    color_map { [0.0 rgbt <1,1,1,1>] [0.48 rgbt <1,1,1,1>] [0.66 rgbt <1.0, 0.95, 0.90, 0.42>] [1.0 rgbt <0.98, 0.94, 0.92, 0.12>] } }
}

// Sea
plane { y, 0
  pigment { rgb <0.035, 0.115, 0.15> }
  normal { average normal_map {
    [1.0 bozo 0.55 scale <0.9, 1, 0.22> turbulence 0.5]
    [0.8 bumps 0.45 scale <0.30, 1, 0.08>]
    [0.5 wrinkles 0.25 scale <0.12, 1, 0.05>] } }
  finish { ambient 0.02 diffuse 0.35 specular 0.5 roughness 0.004
    reflection { 0.08, 0.65 fresnel on falloff 4 } }
  interior { ior 1.33 }
}
// A line of surf
#declare Rnd = seed(7);
#local I = 0;
#while (I < 420)
  sphere { <-14 + I*0.067 + rand(Rnd)*0.1, 0.01, 3.05 + 0.30*sin(I*0.07) + 0.12*sin(I*0.31) + rand(Rnd)*0.28>, 0.03 + rand(Rnd)*0.09
    scale <1.8, 0.22, 0.8> translate <0, 0, 0>
    pigment { rgb <0.93, 0.95, 0.95> } finish { diffuse 0.85 ambient 0.08 } }
  #local I = I + 1;
#end

// Sand: a gently sloping height function, wet near the water
#declare Sand = function { f_noise3d(x*0.7, 0, z*0.7)*0.22 + f_noise3d(x*3.1, 4, z*5.2)*0.045 + f_noise3d(x*14, 9, z*18)*0.012 }
isosurface {
  function { y - Sand(x,0,z) + 0.03 + max(0, z - 0.2)*0.15 }
  contained_by { box { <-16, -1.2, -7>, <16, 0.6, 4.4> } }
  max_gradient 3.2 accuracy 0.002
  texture {
    pigment { granite turbulence 0.3 scale 0.16 color_map {
      [0 rgb <0.50, 0.39, 0.27>] [0.45 rgb <0.66, 0.54, 0.39>] [0.75 rgb <0.74, 0.63, 0.47>] [1 rgb <0.36, 0.28, 0.20>] } }
    normal { granite 0.35 scale 0.035 }
    finish { diffuse 0.85 ambient 0.05 specular 0.08 roughness 0.05 } }
}
// Shells and pebbles
#local I = 0;
#while (I < 260)
  #local PX = -6 + rand(Rnd)*12; #local PZ = -4 + rand(Rnd)*6;
  sphere { 0, 0.012 + rand(Rnd)*0.03 scale <1.3, 0.55, 1> rotate y*rand(Rnd)*360
    translate <PX, Sand(PX,0,PZ) - 0.025 - max(0, PZ - 0.2)*0.15, PZ>
    pigment { rgb <0.34, 0.29, 0.25> + rand(Rnd)*<0.5, 0.45, 0.4> } finish { diffuse 0.8 specular 0.2 } }
  #local I = I + 1;
#end

// Ball
#if (Removed != 1)
union {
  sphere { 0, 0.42 pigment { radial frequency 6 color_map {
    [0.0 rgb <0.82, 0.07, 0.06>] [0.5 rgb <0.82, 0.07, 0.06>] [0.5 rgb <0.92, 0.90, 0.86>] [1.0 rgb <0.92, 0.90, 0.86>] } }
    finish { diffuse 0.75 specular 0.5 roughness 0.01 reflection 0.04 ambient 0.03 } }
  sphere { y*0.405, 0.07 pigment { rgb <0.92,0.90,0.86> } finish { diffuse 0.8 } }
  rotate <18, 25, -24> translate <1.25, Sand(1.25, 0, -1.2) + 0.37, -1.2>
}
#end
// Bucket
union {
  difference {
    cone { 0, 0.22, y*0.46, 0.30 } cone { y*0.03, 0.20, y*0.47, 0.285 }
    pigment { rgb <0.05, 0.30, 0.56> } finish { diffuse 0.8 specular 0.35 roughness 0.02 ambient 0.03 } }
  torus { 0.30, 0.018 translate y*0.46 pigment { rgb <0.9, 0.75, 0.15> } }
  difference { torus { 0.30, 0.013 rotate x*90 } box { <-1,-1,-1>, <1,0,1> } scale <1,0.75,1> rotate x*58 translate y*0.46 pigment { rgb <0.85,0.85,0.85> } }
  rotate z*6 translate <-1.7, Sand(-1.7,0,-1.6) - 0.05, -1.6>
}
// Mooring post
#if (Removed != 2)
cylinder { <-3.4, -0.6, 1.7>, <-3.36, 1.45, 1.7>, 0.13
  texture { pigment { wood turbulence 0.08 rotate x*88 scale 0.05 color_map { [0 rgb <0.33,0.25,0.18>] [1 rgb <0.16,0.11,0.08>] } }
    normal { wrinkles 0.7 scale <0.03,0.4,0.03> } finish { diffuse 0.8 } } }
#end
