import{m67_ru as o}from"./panel-730da0d239.js";export{o as a};
