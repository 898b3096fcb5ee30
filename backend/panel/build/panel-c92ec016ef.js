import{m67_ru as o}from"./panel-0b0d710ac2.js";export{o as a};
