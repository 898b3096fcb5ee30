import{m69_ru as o}from"./panel-c6920eae58.js";export{o as a};
