import{m67_ru as o}from"./panel-c013f83ac3.js";export{o as a};
